// Draws what a pattern opens to: its statement, where it is called from, its distributions, and how they were over time.
querytap.pattern = (function () {
  'use strict';

  const {element, terms, scroller, grid, copyButton, visible, count, plural, duration, average, percent} = querytap;
  const {spectrum, spreadTable} = querytap.charts;

  function draw(entry, run) {
    const pattern = entry.pattern;
    const left = element('div', '', drawStatement(pattern), drawErrors(pattern), drawCallSites(pattern),
      querytap.timeline.drawPattern(pattern));
    const right = element('div');

    const lines = [{label: 'Execute', colour: 'accent', spread: pattern.duration, format: duration}];
    if (pattern.fetch && pattern.fetch.count > 0) {
      lines.push({label: 'Fetch', colour: 'second', spread: pattern.fetch, format: duration});
    }
    const countLines = [];
    if (pattern.rows && pattern.rows.count > 0) {
      countLines.push({label: 'Rows per result', colour: 'third', spread: pattern.rows, format: average, stepped: true});
    }
    if (pattern.batchSize && pattern.batchSize.count > 0) {
      countLines.push({label: 'Batch size', colour: 'fair', spread: pattern.batchSize, format: average, stepped: true});
    }
    right.append(element('div', 'block', element('h3', '', 'Percentile spectrum'), spectrum('', lines, duration) || ''));
    if (countLines.length) {
      right.append(element('div', 'block', element('h3', '', countLines.map((line) => line.label).join(' and ')),
        spectrum('low', countLines, average) || ''));
    }

    const below = element('div', 'wide', spreadTable('Figures of the pattern', lines.concat(countLines)));
    const timeline = run.report.timeline;
    const over = pattern.timeline || {};
    const heats = [
      querytap.heat.draw(entry.key + ' execute', 'How long executions took, over time', ['execution', 'executions'], timeline, over.durations),
      querytap.heat.draw(entry.key + ' fetch', 'How long fetches took, over time', ['fetch', 'fetches'], timeline, over.fetches)
    ].filter(Boolean);
    return element('div', 'detail-grid', left, right, ...heats.map((heat) => {
      heat.classList.toggle('wide', heats.length === 1);
      return heat;
    }), below);
  }

  function drawStatement(pattern) {
    const code = element('pre', '', visible(pattern.text));
    code.tabIndex = 0;
    code.setAttribute('role', 'group');
    code.setAttribute('aria-label', 'Statement');
    // Where not all of the statement was understood there may be more tables than are listed.
    const more = pattern.parsed === false ? ', perhaps more' : '';
    const names = (list) => list && list.length ? visible(list.join(', ') + more) : null;
    return element('div', 'block sql',
      element('div', 'sql-head', element('h3', '', 'Statement'), copyButton(pattern.text)), code,
      terms('props', [
        ['Pattern', element('span', 'mono', visible(pattern.id))],
        ['Database', visible(pattern.system + '  ' + pattern.database)],
        ['Stands for', pattern.distinctPatterns > 1 ? 'at least ' + plural(pattern.distinctPatterns, 'distinct pattern') : null],
        ['Reads', names(pattern.tablesRead)],
        ['Writes', names(pattern.tablesWritten)],
        ['Rows after VALUES', pattern.maxValuesRows ? 'at most ' + count(pattern.maxValuesRows) : null]
      ]));
  }

  function drawErrors(pattern) {
    const types = Object.entries(pattern.errorTypes || {});
    if (types.length === 0) return null;
    const chips = element('div', 'chips');
    types.forEach(([type, times]) =>
      chips.append(element('span', 'chip error', element('span', 'mono', visible(type)), ' × ', element('b', '', count(times)))));
    return element('div', 'block', element('h3', '', 'Errors by type'), chips);
  }

  function drawCallSites(pattern) {
    const sites = pattern.callSites || [];
    if (sites.length === 0) return null;
    const sampled = pattern.callSitesSampled || sites.reduce((sum, site) => sum + site.count, 0);
    const most = Math.max(...sites.map((site) => site.count));
    const rows = sites.map((site) => {
      const fill = element('i');
      fill.style.width = (100 * site.count / most) + '%';
      return [element('span', 'mono', visible(site.site)), element('div', 'share', element('div', 'bar', fill),
        element('span', '', percent(site.count / sampled)))];
    });
    return element('div', 'block', element('h3', '', 'Called from'),
      scroller('Lines that execute the statement', grid('spread sites', 'Lines that execute the statement', ['Line of code', 'Share'], rows)),
      element('p', 'soft plot-note', 'By ' + plural(sampled, 'sampled execution') + '.'));
  }

  return {draw};
})();
