// Draws the report from the JSON document inside the page. Every text of the application's goes through textContent.
(function () {
  'use strict';

  // Rows put into the table at a time: a screenful many times over, still built in a few milliseconds.
  const ROWS_AT_A_TIME = 100;
  // Slices told apart in the bar of shares; the rest is one grey slice.
  const SLICES = 8;
  const SLICE_COLOURS = ['#3454d1', '#0f9d8a', '#c98a06', '#b0418e', '#4a9bd9', '#c0632a', '#6c5bc2', '#5f8f2e'];

  // ---------------------------------------------------------------- text

  const counts = new Intl.NumberFormat('en-US', {maximumFractionDigits: 0});
  const compact = new Intl.NumberFormat('en-US', {notation: 'compact', maximumSignificantDigits: 3});

  function count(value) {
    return value == null ? '–' : counts.format(value);
  }

  function shortCount(value) {
    return value == null ? '–' : value < 100000 ? counts.format(value) : compact.format(value);
  }

  function average(value) {
    return value >= 100 ? shortCount(Math.round(value)) : String(Number(value.toPrecision(3)));
  }

  function plural(value, noun) {
    return count(value) + ' ' + noun + (value === 1 ? '' : 's');
  }

  /** Three significant digits and a fitting unit; the same as Durations in the agent. */
  function duration(seconds) {
    if (seconds == null) return '–';
    if (seconds <= 0) return '0';
    const units = [['ns', 1e9], ['µs', 1e6], ['ms', 1e3]];
    for (const [unit, perSecond] of units) {
      const value = seconds * perSecond;
      if (value < 999.5) return unit === 'ns' ? Math.round(value) + ' ns' : threeDigits(value) + ' ' + unit;
    }
    if (seconds < 59.95) return threeDigits(seconds) + ' s';
    const whole = Math.round(seconds);
    const two = (value) => String(value).padStart(2, '0');
    return whole < 3600
      ? Math.floor(whole / 60) + 'm ' + two(whole % 60) + 's'
      : Math.floor(whole / 3600) + 'h ' + two(Math.floor(whole % 3600 / 60)) + 'm';
  }

  function threeDigits(value) {
    return value.toFixed(value < 9.995 ? 2 : value < 99.95 ? 1 : 0);
  }

  function percent(share) {
    if (!(share > 0)) return '0 %';
    const value = share * 100;
    if (value < 0.05) return '<0.1 %';
    return (value >= 99.95 ? '100' : value.toFixed(1)) + ' %';
  }

  function moment(iso) {
    const date = new Date(iso);
    if (!iso || isNaN(date)) return '–';
    return iso.replace('T', ' ').replace(/(\.\d+)?Z$/, '') + ' UTC';
  }

  /** Makes visible what a browser would hide or obey: control characters and marks that turn the direction of text. */
  function visible(text) {
    return String(text)
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, (c) => String.fromCharCode(0x2400 + c.charCodeAt(0)))
      .replace(/[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g,
        (c) => '\u27e8U+' + c.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0') + '\u27e9');
  }

  function oneLine(text) {
    return visible(text.length > 400 ? text.slice(0, 400) : text).replace(/\s+/g, ' ');
  }

  // ---------------------------------------------------------------- elements

  function element(tag, className, ...children) {
    const made = document.createElement(tag);
    if (className) made.className = className;
    made.append(...children.filter((child) => child != null));
    return made;
  }

  function svg(tag, attributes, text) {
    const made = document.createElementNS('http://www.w3.org/2000/svg', tag);
    for (const name in attributes) made.setAttribute(name, attributes[name]);
    if (text != null) made.textContent = text;
    return made;
  }

  function button(className, label, action) {
    const made = element('button', className, label);
    made.type = 'button';
    made.addEventListener('click', action);
    return made;
  }

  function terms(className, pairs) {
    const list = element('dl', className);
    for (const [term, value] of pairs) {
      if (value == null || value === '') continue;
      const entry = [element('dt', '', term), element('dd', '', value)];
      if (className === 'props') list.append(...entry);
      else list.append(element('div', '', ...entry));
    }
    return list;
  }

  /** Stands where there is nothing to show and says why. */
  function nothing(headline, explanation) {
    return element('div', 'card empty', element('strong', '', headline), element('p', '', explanation));
  }

  const byId = (id) => document.getElementById(id);

  // ---------------------------------------------------------------- colour scheme

  const dark = window.matchMedia('(prefers-color-scheme: dark)');
  const schemes = ['auto', 'light', 'dark'];
  let scheme = 'auto';
  let printing = false;

  function applyScheme() {
    const isDark = !printing && (scheme === 'dark' || (scheme === 'auto' && dark.matches));
    document.documentElement.dataset.theme = isDark ? 'dark' : 'light';
    byId('theme').textContent = {auto: 'Auto', light: 'Light', dark: 'Dark'}[scheme];
    plots.forEach((plot) => plot.redraw());
  }

  function colour(name) {
    return getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim();
  }

  // ---------------------------------------------------------------- plots

  /** All plots on the page, so that they follow the colour scheme and the printer. */
  const plots = new Set();

  /**
   * A percentile spectrum: x is 1 / (1 - p) on a logarithmic scale, so that every further nine gets the same room.
   *
   * @param series [{label, colour, spread}] with the distributions of the document
   * @param format of a value on the other axis
   */
  function spectrum(box, series, format) {
    const drawn = series.filter((one) => one.spread && one.spread.spectrum && one.spread.spectrum.length);
    if (drawn.length === 0) return null;
    const canvas = element('canvas');
    canvas.setAttribute('role', 'img');
    canvas.setAttribute('aria-label', 'Percentile spectrum of ' + drawn.map((one) => one.label).join(', '));
    box.append(canvas);
    const most = Math.max(...drawn.map((one) => one.spread.count));
    const end = Math.min(1e5, Math.max(100, Math.pow(10, Math.ceil(Math.log10(most)))));
    const positives = drawn.flatMap((one) => one.spread.spectrum.map((point) => point[1])).filter((value) => value > 0);
    // A logarithmic axis has no 0: what is 0 is drawn at the smallest value there is.
    const floor = positives.length ? Math.min(...positives) : 1;
    const ceiling = positives.length ? Math.max(...positives) : 1;
    let chart = null;

    function points(spread) {
      const last = Math.min(end, Math.max(2, spread.count));
      return spread.spectrum.map(([p, value]) =>
        ({x: p >= 100 ? last : Math.min(end, 1 / (1 - p / 100)), y: Math.max(value, floor), p: p, value: value}));
    }

    function draw() {
      const ink = colour('soft');
      const grid = colour('line');
      const logTicks = (axis) => {
        const low = Math.floor(Math.log10(axis.min));
        const high = Math.ceil(Math.log10(axis.max));
        const multiples = high - low > 4 ? [1] : high - low > 2 ? [1, 3] : [1, 2, 5];
        const ticks = [];
        for (let power = low; power <= high; power++) {
          for (const multiple of multiples) {
            const value = multiple * Math.pow(10, power);
            if (value >= axis.min * 0.999 && value <= axis.max * 1.001) ticks.push({value: value});
          }
        }
        if (ticks.length > 1) axis.ticks = ticks;
      };
      return new Chart(canvas, {
        type: 'line',
        data: {
          datasets: drawn.map((one) => ({
            label: one.label,
            data: points(one.spread),
            borderColor: colour(one.colour),
            backgroundColor: colour(one.colour),
            borderWidth: 2,
            pointRadius: one.spread.spectrum.length > 8 ? 0 : 2.5,
            pointHitRadius: 10,
            stepped: one.stepped ? 'before' : false
          }))
        },
        options: {
          animation: false,
          responsive: true,
          maintainAspectRatio: false,
          interaction: {mode: 'nearest', axis: 'x', intersect: false},
          scales: {
            x: {
              type: 'logarithmic', min: 1, max: end,
              afterBuildTicks: (axis) => {
                axis.ticks = [1, 2, 4, 10, 100, 1e3, 1e4, 1e5].filter((value) => value <= end).map((value) => ({value}));
              },
              ticks: {
                color: ink, font: {size: 11}, maxRotation: 0, autoSkip: false,
                callback: (value) => Number((100 * (1 - 1 / value)).toPrecision(value > 10 ? 9 : 3)) + ' %'
              },
              grid: {color: grid}, border: {color: grid}
            },
            y: {
              type: 'logarithmic',
              min: floor / 1.4, max: ceiling * 1.4,
              afterBuildTicks: logTicks,
              ticks: {color: ink, font: {size: 11}, callback: (value) => format(value).replace(/\.0+(?= |$)/, '')},
              grid: {color: grid}, border: {color: grid}
            }
          },
          plugins: {
            legend: {
              display: drawn.length > 1, position: 'top', align: 'end',
              labels: {color: ink, boxWidth: 10, boxHeight: 10, font: {size: 12}, padding: 8}
            },
            tooltip: {
              displayColors: drawn.length > 1,
              callbacks: {
                title: (items) => items.length ? items[0].raw.p >= 100 ? 'maximum' : items[0].raw.p + ' % are at most' : '',
                label: (item) => item.dataset.label + ': ' + format(item.raw.value)
              }
            }
          }
        }
      });
    }

    const plot = {
      redraw() {
        if (chart) chart.destroy();
        chart = draw();
      },
      remove() {
        if (chart) chart.destroy();
        plots.delete(plot);
      }
    };
    plots.add(plot);
    plot.redraw();
    return plot;
  }

  /** A table of percentiles, one line a distribution: [{label, colour, spread, format}]. */
  function spreadTable(lines, className) {
    const columns = [['count', 'Count'], ['min', 'Min'], ['mean', 'Mean'], ['p50', 'p50'], ['p90', 'p90'], ['p95', 'p95'],
      ['p99', 'p99'], ['p999', 'p99.9'], ['max', 'Max'], ['sum', 'Sum']];
    const head = element('tr', '', element('th', '', ''), ...columns.map(([, title]) => element('th', '', title)));
    const body = element('tbody');
    for (const line of lines) {
      const name = element('td', '');
      if (line.colour) {
        const key = element('i', 'key');
        key.style.background = 'var(--' + line.colour + ')';
        name.append(key);
      }
      name.append(visible(line.label));
      const row = element('tr', '', name);
      for (const [key] of columns) {
        const value = line.spread ? line.spread[key] : null;
        const hasData = line.spread && line.spread.count > 0;
        row.append(element('td', '', key === 'count' ? shortCount(value) : hasData && value != null ? line.format(value) : '–'));
      }
      body.append(row);
    }
    return element('table', 'spread ' + (className || ''), element('thead', '', head), body);
  }

  // ---------------------------------------------------------------- header, health, figures

  function drawHeader(report) {
    const agent = report.agent || {};
    const service = agent.serviceName || 'Unnamed service';
    document.title = visible(service) + ' · Querytap report';
    byId('service').textContent = visible(service);
    byId('subtitle').textContent = 'What this JVM did to its database';
    const databases = [...new Set((report.patterns || []).map((pattern) => pattern.system + ' ' + pattern.database)
      .concat(((report.transactions || {}).byDatabase || []).map((one) => one.system + ' ' + one.database)))];
    const told = databases.slice(0, 4).join(', ') + (databases.length > 4 ? ' and ' + (databases.length - 4) + ' more' : '');
    byId('facts').replaceWith(Object.assign(terms('facts', [
      [databases.length > 1 ? 'Databases' : 'Database', visible(told) || 'none seen'],
      ['JVM', agent.jvm && visible(agent.jvm)],
      ['Observed', duration(agent.uptimeSeconds)],
      ['Written', moment(agent.writtenAt)]
    ]), {id: 'facts'}));
  }

  function standing(score) {
    return score == null ? 'is-none' : score >= 75 ? 'is-good' : score >= 45 ? 'is-fair' : 'is-bad';
  }

  function drawHealth(health) {
    const ring = svg('svg', {viewBox: '0 0 100 100', class: 'ring ' + standing(health.score), role: 'img',
      'aria-label': health.score == null ? 'No health score' : 'Health ' + health.score + ' of 100, grade ' + health.grade});
    const length = 2 * Math.PI * 44;
    ring.append(svg('circle', {cx: 50, cy: 50, r: 44, class: 'track'}));
    if (health.score != null) {
      ring.append(svg('circle', {cx: 50, cy: 50, r: 44, class: 'value', transform: 'rotate(-90 50 50)',
        'stroke-dasharray': (length * Math.max(health.score, 1) / 100) + ' ' + length}));
    }
    ring.append(svg('text', {x: 50, y: 57, class: 'grade'}, health.grade || '–'));
    ring.append(svg('text', {x: 50, y: 74, class: 'score'}, health.score == null ? 'no score' : health.score + ' / 100'));
    const parts = element('div', 'parts');
    for (const part of health.parts || []) {
      const fill = element('i');
      fill.style.width = (part.score || 0) + '%';
      const value = element('b', 'num ' + standing(part.score), part.score == null ? '–' : String(part.score));
      parts.append(element('div', 'part',
        element('div', 'part-head', element('span', '', visible(part.name)), value),
        element('div', 'meter ' + standing(part.score), fill),
        element('div', 'part-why', visible(part.why || ''))));
    }
    return element('div', 'card health', ring, parts,
      health.reason ? element('p', 'reason', visible(health.reason)) : null);
  }

  function drawOverview(report, totals) {
    const uptime = (report.agent || {}).uptimeSeconds || 0;
    const transactions = report.transactions || {};
    const patternCount = report.patterns.reduce((sum, pattern) => sum + (pattern.distinctPatterns || 1), 0);
    const figures = element('div', 'figures');
    const figure = (value, what, more, className) => {
      figures.append(element('div', 'card figure', element('b', className || '', value),
        element('span', 'what', what), element('span', '', more)));
    };
    figure(shortCount(totals.count), 'executions', uptime > 0 ? average(totals.count / uptime) + ' a second on average' : '');
    figure(duration(totals.time), 'in the database',
      uptime > 0 ? average(totals.time / uptime) + ' executing at once on average' : '');
    figure(shortCount(patternCount), 'query patterns', 'statements alike but for their values');
    figure(shortCount(totals.errors), 'errors', percent(totals.count ? totals.errors / totals.count : 0) + ' of executions',
      totals.errors > 0 ? 'bad' : '');
    figure(shortCount(totals.rows), 'rows read',
      totals.results > 0 ? average(totals.rows / totals.results) + ' per result on average' : 'no result was read');
    figure(shortCount(transactions.count || 0), 'transactions',
      plural(transactions.rollbacks || 0, 'rollback') + (transactions.count ? ', p99 ' + duration(transactions.duration.p99) : ''));
    byId('overview').replaceChildren(drawHealth(report.health || {parts: []}), figures);
  }

  // ---------------------------------------------------------------- findings

  const SEVERITIES = ['high', 'warning', 'info'];
  // Findings put on the page at a time.
  const FINDINGS_AT_A_TIME = 40;
  const CONFIDENCE = {
    confirmed: 'Proven: the evidence leaves no other explanation.',
    probable: 'Counted, and nothing that was seen speaks against it; there is no proof.',
    suspect: 'A count alone: look before you change anything.'
  };
  // Kinds that cost callers' time, none of the database's.
  const WAITING = ['pool_wait', 'pool_timeout', 'nested_acquisition'];
  const UNIT_KINDS = {
    entry: 'Entry point', trace: 'Trace', task: 'Task', lease: 'Use of a connection', burst: 'Burst of statements'
  };

  function drawFindings(report) {
    const section = byId('findings');
    const findings = report.findings || [];
    const omitted = (report.agent || {}).omittedFindings || 0;
    if (findings.length === 0) {
      const lookedFor = (report.agent || {}).lookedFor;
      section.append(lookedFor && lookedFor.length === 0
        ? nothing('Nothing was looked for', 'Findings are switched off by querytap.findings.')
        : nothing('Nothing was found', 'No kind of finding ' + (lookedFor ? 'of ' + count(lookedFor.length) + ' that are switched on '
          : '') + 'reached its threshold while the agent was watching. That says nothing about code that did not run. The patterns'
          + ' below are ranked by the time they cost.'));
      return;
    }
    const anchors = patternAnchors(report.patterns);
    const total = report.patterns.reduce((sum, pattern) => sum + pattern.duration.sum, 0);
    // A severe one first, then what costs most; the document has them in that order, an older one may not.
    const cost = (finding) => finding.impactSeconds || 0;
    const ranked = findings.map((finding, i) => ({finding: finding, rank: i}))
      .sort((a, b) => severityRank(a.finding) - severityRank(b.finding) || cost(b.finding) - cost(a.finding) || a.rank - b.rank)
      .map((one) => one.finding);

    let severity = '';
    let kind = '';
    let grouped = true;
    let limit = FINDINGS_AT_A_TIME;
    const list = element('div', 'finding-list');
    const filters = element('div', 'severities');
    const add = (value, label, number) => {
      const filter = button('filter ' + value, label + ' ', () => {
        severity = value;
        refresh();
      });
      filter.append(element('b', '', count(number)));
      filter.dataset.severity = value;
      filters.append(filter);
    };
    add('', 'All', findings.length);
    for (const one of SEVERITIES) {
      const number = findings.filter((finding) => finding.severity === one).length;
      if (number > 0) add(one, one.charAt(0).toUpperCase() + one.slice(1), number);
    }
    const kinds = element('select');
    kinds.setAttribute('aria-label', 'Kind of finding');
    kinds.append(new Option('Every kind', ''));
    [...new Map(findings.map((finding) => [finding.kind, titleOf(finding)]))]
      .sort((a, b) => a[1].localeCompare(b[1])).forEach(([id, name]) => kinds.append(new Option(visible(name), id)));
    kinds.addEventListener('change', () => {
      kind = kinds.value;
      refresh();
    });
    const byUnit = element('input');
    byUnit.type = 'checkbox';
    byUnit.checked = true;
    byUnit.addEventListener('change', () => {
      grouped = byUnit.checked;
      refresh();
    });
    const units = new Set(ranked.map(unitKey));
    section.append(element('div', 'finding-controls', filters, kinds.options.length > 2 ? kinds : null,
      units.size > 1 ? element('label', '', byUnit, 'by unit of work') : null), list);
    if (omitted > 0) section.append(element('p', 'soft', plural(omitted, 'further finding') + ' had no place in the report.'));

    function refresh() {
      filters.querySelectorAll('button').forEach((one) => one.setAttribute('aria-pressed', String(one.dataset.severity === severity)));
      const shown = ranked.filter((finding) => (!severity || finding.severity === severity) && (!kind || finding.kind === kind));
      list.replaceChildren();
      const some = shown.slice(0, limit);
      if (grouped && units.size > 1) {
        const groups = new Map();
        some.forEach((finding) => groups.set(unitKey(finding), [...(groups.get(unitKey(finding)) || []), finding]));
        groups.forEach((members) => list.append(drawUnit(members[0].unit, members.length),
          ...members.map((finding) => drawFinding(finding, report, anchors, total))));
      } else {
        list.append(...some.map((finding) => drawFinding(finding, report, anchors, total)));
      }
      const left = shown.length - some.length;
      if (left > 0) {
        const more = element('div', 'more', button('', 'Show ' + plural(left, 'more finding'), () => {
          limit = findings.length;
          refresh();
        }));
        more.dataset.left = plural(left, 'further finding') + ' not printed';
        list.append(more);
      }
    }

    refresh();
  }

  function severityRank(finding) {
    const rank = SEVERITIES.indexOf(finding.severity);
    return rank < 0 ? SEVERITIES.length : rank;
  }

  function unitKey(finding) {
    return finding.unit ? finding.unit.kind + ' ' + finding.unit.name : '';
  }

  function drawUnit(unit, members) {
    return element('div', 'finding-unit',
      element('span', 'soft', unit ? UNIT_KINDS[unit.kind] || visible(unit.kind) : 'Over all work'),
      unit ? element('b', 'mono', visible(unit.name)) : null,
      element('span', 'soft', plural(members, 'finding')));
  }

  /** Where the row of a pattern is, by id and database. */
  function patternAnchors(patterns) {
    const seen = new Map();
    const anchors = new Map();
    for (const pattern of patterns) {
      const same = (seen.get(pattern.id) || 0) + 1;
      seen.set(pattern.id, same);
      anchors.set(pattern.id + ' ' + pattern.database, {pattern: pattern, key: 'p-' + pattern.id + (same > 1 ? '-' + same : '')});
    }
    return anchors;
  }

  function patternLink(anchor, label) {
    const link = element('a', '', label);
    link.href = '#' + anchor.key;
    // Also where the address already ends in it.
    link.addEventListener('click', () => window.dispatchEvent(new CustomEvent('open-pattern', {detail: anchor.key})));
    return link;
  }

  /** To the pool that a finding is about; null if it is about none. */
  function poolLink(finding, report) {
    const key = finding.evidence && poolSection.anchor(report, finding.evidence.pool);
    if (!key) return null;
    const link = element('a', '', 'Its pool');
    link.href = '#' + key;
    return link;
  }

  function drawFinding(finding, report, anchors, total) {
    const severity = SEVERITIES.includes(finding.severity) ? finding.severity : '';
    const anchor = anchors.get(finding.pattern + ' ' + finding.database);
    const source = finding.source && anchors.get(finding.source + ' ' + finding.database);
    const costs = finding.impactSeconds == null ? null
      : WAITING.includes(finding.kind) ? element('span', 'cost', element('b', 'num', duration(finding.impactSeconds)), ' waited')
      : element('span', 'cost', element('b', 'num', duration(finding.impactSeconds)),
        ' could be saved' + (total > 0 && finding.impactSeconds <= total
          ? ', ' + percent(finding.impactSeconds / total) + ' of the time in the database' : ''));
    const confidence = element('span', 'chip', visible(finding.confidence || ''));
    confidence.title = CONFIDENCE[finding.confidence] || '';

    const left = element('div', '');
    left.append(element('p', 'what', visible(finding.what || '')));
    if (anchor) {
      left.append(element('pre', 'finding-sql', oneLine(anchor.pattern.text)),
        element('p', 'links', patternLink(anchor, 'Its figures'), poolLink(finding, report),
          source && source !== anchor ? patternLink(source, 'The query before it') : null));
    } else if (finding.statement) {
      left.append(element('p', 'mono soft', visible(finding.statement)));
      const toPool = poolLink(finding, report);
      if (toPool) left.append(element('p', 'links', toPool));
    }
    if (finding.advice) {
      left.append(element('div', 'todo', element('h3', '', 'What to do'), element('p', '', visible(finding.advice))));
    }
    left.append(...poolSection.evidence(finding.evidence || {}));

    const right = element('div', '');
    if (finding.callSite) right.append(element('div', 'block', element('h3', '', 'Where'), drawStack(finding)));
    const evidence = Object.entries(finding.evidence || {}).filter(([name]) => !poolSection.drawsEvidence(name));
    right.append(element('div', 'block', element('h3', '', 'Evidence'), terms('props', [
      ['Confidence', CONFIDENCE[finding.confidence] || visible(finding.confidence || '')],
      ['Repeats', finding.repeats == null ? null : count(finding.repeats)],
      ['Times seen', count(finding.occurrences)],
      ...evidence.map(([name, value]) => [words(name), evidenceText(name, value)]),
      ['Trace', finding.trace && element('span', 'mono', visible(finding.trace.traceId))],
      ['Database', new Set(report.patterns.map((pattern) => pattern.database)).size > 1 ? visible(finding.database) : null],
      ['Seen', moment(finding.firstSeen) + (finding.lastSeen === finding.firstSeen ? '' : ' to ' + moment(finding.lastSeen))]
    ])));

    const card = element('article', 'card finding ' + severity,
      element('div', 'finding-head', severity ? element('span', 'chip severity', severity) : null,
        element('b', 'title', visible(titleOf(finding))), confidence, costs),
      element('div', 'finding-grid', left, right));
    card.id = 'f-' + report.findings.indexOf(finding);
    return card;
  }

  /** The line first, by what an editor finds it by; the whole frames below. */
  function drawStack(finding) {
    const frames = (finding.stack || []).length ? finding.stack : [finding.callSite];
    const file = /\(([^()]+:\d+)\)$/.exec(finding.callSite);
    const list = element('ol', 'frames');
    frames.slice(0, 8).forEach((frame) => list.append(element('li', 'mono', visible(frame))));
    return element('div', '', file ? element('b', 'mono line', visible(file[1])) : null, list);
  }

  function titleOf(finding) {
    if (finding.title) return finding.title;
    const name = String(finding.kind || '').replace(/_/g, ' ').replace(/\bsql\b/g, 'SQL');
    return name.charAt(0).toUpperCase() + name.slice(1);
  }

  /** distinctTexts → Distinct texts; units are told by the value. */
  function words(name) {
    const spaced = String(name).replace(/(Seconds|Nanos|Millis|Bytes)$/, '')
      .replace(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase();
    return visible(spaced.charAt(0).toUpperCase() + spaced.slice(1));
  }

  function evidenceText(name, value) {
    if (typeof value === 'boolean') return value ? 'yes' : 'no';
    if (typeof value !== 'number') return visible(String(value));
    if (/Seconds$/.test(name)) return duration(value);
    if (/Nanos$/.test(name)) return duration(value / 1e9);
    if (/Millis$/.test(name)) return duration(value / 1e3);
    if (/(^s|S)hare(Of[A-Z]\w*)?$/.test(name) && value <= 1) return percent(value);
    return Number.isInteger(value) ? count(value) : average(value);
  }

  // ---------------------------------------------------------------- patterns

  /** A name in one line: the summary where it says which pattern is meant, the text as well where several share it. */
  function title(entry, entries) {
    const pattern = entry.pattern;
    if (!pattern.summary) return oneLine(pattern.text);
    const isUnique = entries.filter((other) => other.pattern.summary === pattern.summary).length === 1;
    return visible(pattern.summary) + (isUnique ? '' : ' · ' + oneLine(pattern.text));
  }

  function drawShares(entries, totals, open) {
    const bar = element('div', 'stack');
    const legend = element('div', 'legend');
    const slice = (share, name, background, action) => {
      const piece = button('', '', action);
      piece.style.flex = share + ' 1 0';
      piece.style.background = background;
      piece.title = percent(share) + '  ' + name;
      piece.setAttribute('aria-label', piece.title);
      bar.append(piece);
      const key = element('i');
      key.style.background = background;
      legend.append(button('', '', action));
      legend.lastChild.append(key, element('span', 'pct', percent(share)), element('span', 'name', name));
      legend.lastChild.title = name;
    };
    const big = entries.slice(0, SLICES);
    big.forEach((entry, i) => slice(entry.share, title(entry, entries), SLICE_COLOURS[i], () => open(entry)));
    const rest = entries.slice(SLICES);
    if (rest.length > 0) {
      const share = rest.reduce((sum, entry) => sum + entry.share, 0);
      slice(share, plural(rest.length, 'further pattern'), 'var(--line-strong)', () => open(rest[0]));
    }
    return element('div', 'card share-card', element('h3', '', 'Where the time goes'), bar, legend);
  }

  function drawPatterns(report, totals) {
    const section = byId('patterns');
    if (report.patterns.length === 0) {
      section.append(nothing('No JDBC call was seen',
        'The agent records what goes through a JDBC driver in this JVM. Nothing did while it was watching.'));
      return;
    }

    const anchors = new Map();
    const entries = report.patterns.map((pattern) => {
      // The same statement on two databases has one id: the second one is told apart by a suffix.
      const same = (anchors.get(pattern.id) || []).length + 1;
      const entry = {
        pattern: pattern,
        key: 'p-' + pattern.id + (same > 1 ? '-' + same : ''),
        share: totals.time > 0 ? pattern.duration.sum / totals.time : 0,
        name: pattern.summary || pattern.text,
        haystack: [pattern.id, pattern.database, pattern.summary, pattern.text].join('\n').toLowerCase()
      };
      anchors.set(pattern.id, [...(anchors.get(pattern.id) || []), entry]);
      return entry;
    });
    entries.sort((a, b) => b.share - a.share);
    const largestShare = entries[0].share;
    const byKey = new Map(entries.map((entry) => [entry.key, entry]));
    const hasManyDatabases = new Set(report.patterns.map((pattern) => pattern.database)).size > 1;

    const columns = [
      {title: 'Statement', value: (entry) => entry.name.toLowerCase(), ascending: true},
      {title: 'Share of time', width: 150, value: (entry) => entry.share},
      {title: 'Total', width: 82, right: true, value: (entry) => entry.pattern.duration.sum},
      {title: 'Count', width: 84, right: true, value: (entry) => entry.pattern.count},
      {title: 'Errors', width: 68, right: true, value: (entry) => entry.pattern.errors},
      {title: 'p50', width: 82, right: true, value: (entry) => entry.pattern.duration.p50},
      {title: 'p95', width: 82, right: true, value: (entry) => entry.pattern.duration.p95},
      {title: 'p99', width: 82, right: true, value: (entry) => entry.pattern.duration.p99},
      {title: 'Max', width: 82, right: true, value: (entry) => entry.pattern.duration.max},
      {title: 'Rows', width: 84, right: true, value: (entry) => entry.pattern.rows ? entry.pattern.rows.sum : 0}
    ];
    let sortedBy = columns[1];
    let ascending = false;
    let shown = entries;
    let rendered = 0;
    const opened = new Map();

    // Controls
    const search = element('input');
    search.type = 'search';
    search.placeholder = 'Filter by text, table or id';
    search.setAttribute('aria-label', 'Filter patterns');
    const operation = select('Every operation', report.patterns.map((pattern) => pattern.operation));
    const database = select('Every database', report.patterns.map((pattern) => pattern.database));
    const onlyErrors = element('input');
    onlyErrors.type = 'checkbox';
    const shownCount = element('span', 'shown');
    const controls = element('div', 'controls', search,
      operation.options.length > 2 ? operation : null, hasManyDatabases ? database : null,
      element('label', '', onlyErrors, 'with errors'), shownCount);
    let waiting = 0;
    search.addEventListener('input', () => {
      clearTimeout(waiting);
      waiting = setTimeout(refresh, 120);
    });
    [operation, database, onlyErrors].forEach((control) => control.addEventListener('change', refresh));

    // Table
    const head = element('tr');
    const group = element('colgroup');
    for (const column of columns) {
      const col = element('col');
      if (column.width) col.style.width = column.width + 'px';
      group.append(col);
      column.head = element('th', column.right ? 'r' : '', button('', column.title, () => {
        ascending = sortedBy === column ? !ascending : Boolean(column.ascending);
        sortedBy = column;
        refresh();
      }));
      column.head.scope = 'col';
      head.append(column.head);
    }
    const body = element('tbody');
    const more = element('div', 'more');
    const table = element('table', 'patterns', group, element('thead', '', head), body);
    const card = element('div', 'card flows', controls, element('div', 'scroller', table), more);
    section.append(drawShares(entries, totals, reveal), card);
    new IntersectionObserver((seen) => {
      if (seen.some((one) => one.isIntersecting) && rendered < shown.length) append(ROWS_AT_A_TIME);
    }, {rootMargin: '600px'}).observe(more);

    function select(all, values) {
      const made = element('select');
      made.append(new Option(all, ''));
      [...new Set(values.filter(Boolean))].sort().forEach((value) => made.append(new Option(visible(value), value)));
      made.setAttribute('aria-label', all);
      return made;
    }

    function refresh() {
      const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
      shown = entries.filter((entry) => words.every((word) => entry.haystack.includes(word))
        && (!operation.value || entry.pattern.operation === operation.value)
        && (!database.value || entry.pattern.database === database.value)
        && (!onlyErrors.checked || entry.pattern.errors > 0));
      const sign = ascending ? 1 : -1;
      shown.sort((a, b) => {
        const left = sortedBy.value(a);
        const right = sortedBy.value(b);
        return left < right ? -sign : left > right ? sign : b.share - a.share;
      });
      for (const column of columns) {
        if (column === sortedBy) column.head.setAttribute('aria-sort', ascending ? 'ascending' : 'descending');
        else column.head.removeAttribute('aria-sort');
      }
      opened.forEach((detail) => detail.plots.forEach((plot) => plot.remove()));
      body.replaceChildren();
      rendered = 0;
      append(ROWS_AT_A_TIME);
    }

    function append(rows) {
      const batch = document.createDocumentFragment();
      const reopened = [];
      const until = Math.min(shown.length, rendered + rows);
      for (; rendered < until; rendered++) {
        const row = rowOf(shown[rendered]);
        batch.append(row);
        if (opened.has(shown[rendered].key)) reopened.push(shown[rendered]);
      }
      body.append(batch);
      reopened.forEach(show);
      const left = shown.length - rendered;
      shownCount.textContent = shown.length === entries.length
        ? plural(entries.length, 'pattern') : count(shown.length) + ' of ' + plural(entries.length, 'pattern');
      more.hidden = left === 0 && shown.length > 0;
      more.textContent = shown.length === 0 ? 'No pattern matches.' : '';
      more.dataset.left = left > 0 ? plural(left, 'further pattern') + ' not printed' : '';
      if (left > 0) more.append(button('', 'Show ' + count(Math.min(left, ROWS_AT_A_TIME)) + ' more of ' + count(left),
        () => append(ROWS_AT_A_TIME)));
    }

    function rowOf(entry) {
      const pattern = entry.pattern;
      const fill = element('i');
      fill.style.width = (100 * entry.share / (largestShare || 1)) + '%'; // full is the costliest, so that the others can be told apart
      const toggleButton = element('button', 'open-button');
      toggleButton.type = 'button';
      toggleButton.setAttribute('aria-expanded', 'false');
      const where = hasManyDatabases ? '  ·  ' + visible(pattern.database) : '';
      if (pattern.summary) {
        toggleButton.append(element('span', 'name', visible(pattern.summary) + where), element('span', 'text', oneLine(pattern.text)));
      } else {
        toggleButton.append(element('span', 'text alone', oneLine(pattern.text) + where));
      }
      const right = (text, className) => element('td', 'r ' + (className || ''), text);
      const rows = pattern.rows || {count: 0, sum: 0};
      const rowsCell = right(rows.count > 0 ? shortCount(rows.sum) : '–', rows.count > 0 ? '' : 'soft');
      if (rows.count > 0) rowsCell.title = average(rows.mean) + ' per result on average';
      const row = element('tr', 'row',
        element('td', 'statement', toggleButton),
        element('td', '', element('div', 'share', element('div', 'bar', fill), element('span', '', percent(entry.share)))),
        right(duration(pattern.duration.sum)),
        right(shortCount(pattern.count)),
        right(shortCount(pattern.errors), pattern.errors > 0 ? 'bad' : 'soft'),
        right(duration(pattern.duration.p50)),
        right(duration(pattern.duration.p95)),
        right(duration(pattern.duration.p99)),
        right(duration(pattern.duration.max)),
        rowsCell);
      row.id = entry.key;
      row.addEventListener('click', () => {
        if (String(window.getSelection())) return;
        toggle(entry);
      });
      return row;
    }

    function toggle(entry) {
      if (opened.has(entry.key)) {
        hide(entry);
        remember('');
      } else {
        show(entry);
        remember(entry.key);
      }
    }

    function show(entry) {
      const row = byId(entry.key);
      if (!row || row.classList.contains('open')) return;
      const cell = element('td');
      cell.colSpan = columns.length;
      row.classList.add('open');
      row.querySelector('.open-button').setAttribute('aria-expanded', 'true');
      row.after(element('tr', 'detail', cell));
      opened.set(entry.key, {plots: drawDetail(cell, entry)});
    }

    function hide(entry) {
      const row = byId(entry.key);
      opened.get(entry.key).plots.forEach((plot) => plot.remove());
      opened.delete(entry.key);
      row.classList.remove('open');
      row.querySelector('.open-button').setAttribute('aria-expanded', 'false');
      row.nextElementSibling.remove();
    }

    function reveal(entry) {
      if (!shown.includes(entry)) {
        search.value = '';
        operation.value = '';
        database.value = '';
        onlyErrors.checked = false;
        refresh();
      }
      const index = shown.indexOf(entry);
      if (index >= rendered) append(index - rendered + 1);
      show(entry);
      remember(entry.key);
      byId(entry.key).scrollIntoView({block: 'start'});
    }

    function remember(key) {
      try {
        history.replaceState(null, '', '#' + key);
      } catch (refused) { // some viewers forbid it; the page works without
        return;
      }
    }

    function follow() {
      const entry = byKey.get(decodeURIComponent(location.hash.slice(1)));
      if (entry) reveal(entry);
    }

    refresh();
    window.addEventListener('hashchange', follow);
    window.addEventListener('open-pattern', (asked) => {
      const entry = byKey.get(asked.detail);
      if (entry) reveal(entry);
    });
    follow();
  }

  function drawDetail(cell, entry) {
    const pattern = entry.pattern;
    const left = element('div');
    const right = element('div');
    const below = element('div', 'wide');
    cell.append(element('div', 'detail-grid', left, right, below));

    const code = element('pre', '', visible(pattern.text));
    const copy = button('small', 'Copy', () => copyText(pattern.text, code, copy));
    const sqlHead = element('div', 'sql-head', element('h3', '', 'Statement'), copy);
    // Where not all of the statement was understood there may be more tables than are listed.
    const more = pattern.parsed === false ? ', perhaps more' : '';
    const names = (list) => list && list.length ? visible(list.join(', ') + more) : null;
    left.append(element('div', 'block sql', sqlHead, code, terms('props', [
      ['Pattern', element('span', 'mono', pattern.id)],
      ['Database', visible(pattern.system + '  ' + pattern.database)],
      ['Stands for', pattern.distinctPatterns > 1 ? 'at least ' + plural(pattern.distinctPatterns, 'distinct pattern') : null],
      ['Reads', names(pattern.tablesRead)],
      ['Writes', names(pattern.tablesWritten)],
      ['Rows after VALUES', pattern.maxValuesRows ? 'at most ' + count(pattern.maxValuesRows) : null]
    ])));

    const errorTypes = Object.entries(pattern.errorTypes || {});
    if (errorTypes.length) {
      const chips = element('div', 'chips');
      errorTypes.forEach(([type, times]) =>
        chips.append(element('span', 'chip error', element('span', 'mono', visible(type)), ' × ', element('b', '', count(times)))));
      left.append(element('div', 'block', element('h3', '', 'Errors by type'), chips));
    }
    if (pattern.callSites && pattern.callSites.length) {
      left.append(element('div', 'block', element('h3', '', 'Called from'),
        terms('props', pattern.callSites.map((site) => [count(site.count) + ' ×', element('span', 'mono', visible(site.site))]))));
    }

    const lines = [{label: 'Execute', colour: 'accent', spread: pattern.duration, format: duration}];
    if (pattern.fetch && pattern.fetch.count > 0) {
      lines.push({label: 'Fetch', colour: 'second', spread: pattern.fetch, format: duration});
    }
    const countLines = [];
    if (pattern.rows && pattern.rows.count > 0) {
      countLines.push({label: 'Rows per result', colour: 'third', spread: pattern.rows, format: average});
    }
    if (pattern.batchSize && pattern.batchSize.count > 0) {
      countLines.push({label: 'Batch size', colour: 'fair', spread: pattern.batchSize, format: average});
    }
    const plot = element('div', 'plot');
    right.append(element('div', 'block', element('h3', '', 'Percentile spectrum'), plot));
    below.append(element('div', 'scroller', spreadTable(lines.concat(countLines))));

    const drawn = [spectrum(plot, lines, duration)];
    if (countLines.length) {
      const counted = element('div', 'plot low');
      left.append(element('div', 'block', element('h3', '', countLines.map((line) => line.label).join(' and ')), counted));
      drawn.push(spectrum(counted, countLines.map((line) => ({...line, stepped: true})), average));
    }
    return drawn.filter(Boolean);
  }

  function copyText(text, code, copy) {
    const said = (word) => {
      copy.textContent = word;
      setTimeout(() => { copy.textContent = 'Copy'; }, 1200);
    };
    const selectInstead = () => {
      getSelection().selectAllChildren(code);
      said('Selected');
    };
    if (navigator.clipboard) navigator.clipboard.writeText(text).then(() => said('Copied'), selectInstead);
    else selectInstead();
  }

  // ---------------------------------------------------------------- transactions

  function drawTransactions(transactions) {
    const section = byId('transactions');
    if (!transactions || !transactions.count) {
      section.append(nothing('No transaction ended',
        'Statements ran in autocommit mode, or none ran. A transaction counts when it ran a statement and ended in a commit or a'
        + ' rollback.'));
      return;
    }
    const databases = transactions.byDatabase && transactions.byDatabase.length ? transactions.byDatabase
      : [{database: 'All', count: transactions.count, rollbacks: transactions.rollbacks, duration: transactions.duration}];
    const lines = [];
    for (const one of databases.filter((candidate) => candidate.count > 0 || (candidate.commit && candidate.commit.count > 0))) {
      const name = databases.length > 1 ? one.database + ': ' : '';
      lines.push({label: name + 'whole transaction, ' + plural(one.rollbacks, 'rollback'), spread: one.duration, format: duration});
      if (one.commit) lines.push({label: name + 'the commit alone', spread: one.commit, format: duration});
      if (one.rollback && one.rollback.count > 0) {
        lines.push({label: name + 'the rollback alone', spread: one.rollback, format: duration});
      }
    }
    section.append(element('div', 'card table-card', spreadTable(lines, 'plain')));
  }

  // ---------------------------------------------------------------- footer

  function drawFooter(report, totals) {
    const agent = report.agent || {};
    const own = agent.selfErrors > 0
      ? 'The agent counted ' + plural(agent.selfErrors, 'error') + ' of its own, dropped recordings included: the figures may be'
        + ' incomplete by as much. '
      : 'The agent had no errors of its own and dropped nothing. ';
    byId('made').append(
      element('p', '', 'Written by Querytap ' + visible(agent.version || '') + ' at ' + moment(agent.writtenAt) + ' from '
        + plural(totals.count, 'execution') + ' recorded since ' + moment(agent.startedAt) + '. ' + own),
      element('p', '', 'Every execution counts; none is sampled. Count, sum, mean, minimum and maximum are exact, percentiles come'
        + ' from histograms of two significant digits. Execute is the call as the application saw it; fetch lasts from its end to'
        + ' the last row read or the close, the application\u2019s work between rows included.'),
      element('p', '', 'This page holds all of its data and loads nothing.'));
  }

  // ---------------------------------------------------------------- the whole page

  function totalsOf(patterns) {
    const totals = {count: 0, errors: 0, time: 0, rows: 0, results: 0};
    for (const pattern of patterns) {
      totals.count += pattern.count;
      totals.errors += pattern.errors;
      totals.time += pattern.duration.sum;
      totals.rows += pattern.rows ? pattern.rows.sum : 0;
      totals.results += pattern.rows ? pattern.rows.count : 0;
    }
    return totals;
  }

  function draw() {
    const report = JSON.parse(byId('document').textContent);
    report.patterns = report.patterns || [];
    const totals = totalsOf(report.patterns);
    drawHeader(report);
    drawOverview(report, totals);
    drawFindings(report);
    poolSection.draw(report);
    cacheSection.draw(report);
    drawTransactions(report.transactions);
    drawFooter(report, totals);
    drawPatterns(report, totals); // last: an address with #p-… scrolls to its row
  }

  byId('theme').addEventListener('click', () => {
    scheme = schemes[(schemes.indexOf(scheme) + 1) % schemes.length];
    applyScheme();
  });
  dark.addEventListener('change', applyScheme);
  byId('print').addEventListener('click', () => window.print());
  window.addEventListener('beforeprint', () => { printing = true; applyScheme(); });
  window.addEventListener('afterprint', () => { printing = false; applyScheme(); });

  const poolSection = window.querytapPools({element, terms, visible, count, plural, duration, percent, average, moment, words, nothing, button,
    byId, colour, plots, spectrum, spreadTable});

  const cacheSection = window.querytapCache({element, terms, visible, count, plural, duration, percent, moment, byId});

  applyScheme();
  try {
    draw();
  } catch (failure) {
    byId('problem').hidden = false;
    byId('problem').textContent = 'The report could not be drawn: ' + failure.message;
    throw failure;
  }
})();
