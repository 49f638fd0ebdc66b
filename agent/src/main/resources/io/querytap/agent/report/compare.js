// Draws the comparison of two recorded reports: the runs, every statement with its verdict, findings and pools.
querytap.compare = (function () {
  'use strict';

  const {byId, element, button, input, nothing, scroller, grid, place, visible, oneLine, count, shortCount, plural, duration, percent,
    average, moment, words, terms, copyButton, startScheme} = querytap;

  // Rows put into the table at a time.
  const ROWS_AT_A_TIME = 100;
  const TYPING_PAUSE_MILLIS = 120;
  // Where there is less room than this, a table of eight columns is of no use to anybody.
  const NARROW = window.matchMedia('(max-width: 760px)');

  const VERDICTS = {
    slower: 'slower', mixed: 'mixed', faster: 'faster', new: 'new', gone: 'gone', not_shown: 'no change shown',
    too_few: 'too few', percentiles_only: 'percentiles only'
  };
  const SAID = {
    slower: 'It takes longer.', faster: 'It takes less time.',
    mixed: 'Typical executions went one way and slow ones the other.',
    new: 'Only the second run has it.', gone: 'Only the first run has it.',
    not_shown: 'No difference that is both sure and large enough was shown. That is not the same as no difference: the interval says'
      + ' what there may be.',
    too_few: 'Too few executions in one of the runs to say anything.',
    percentiles_only: 'One of the recordings has no histogram of it: nothing is said of whether it changed.'
  };
  const STATES = {new: 'new', gone: 'gone', kept: 'in both', new_kind: 'not looked for before', kind_off: 'no longer looked for'};

  const COLUMNS = [
    {id: 'name', title: 'Statement', value: (one) => one.summary.toLowerCase(), isAscending: true},
    {id: 'verdict', title: 'Verdict', width: 128, value: (one) => Object.keys(VERDICTS).indexOf(one.verdict), isAscending: true},
    {id: 'impact', title: 'Impact', width: 92, isRight: true, value: (one) => Math.abs(one.impactSeconds)},
    {id: 'ratio', title: 'Times as long', width: 158, isRight: true, value: (one) => ratioOf(one)},
    {id: 'p50', title: 'p50', width: 150, isRight: true, isWide: true, value: (one) => change(one.duration, 'p50')},
    {id: 'p95', title: 'p95', width: 150, isRight: true, isWide: true, value: (one) => change(one.duration, 'p95')},
    {id: 'count', title: 'Count', width: 122, isRight: true, isWide: true, value: (one) => one.frequency.after - one.frequency.before},
    {id: 'errors', title: 'Errors', width: 92, isRight: true, isWide: true, value: (one) => one.errors.after - one.errors.before}
  ];

  // What the reader has chosen; stays when the table is drawn again.
  const view = {search: '', verdict: '', sortedBy: null, isAscending: false, limit: ROWS_AT_A_TIME, opened: new Set()};
  let compared = null;

  // ---------------------------------------------------------------- text

  function signed(seconds) {
    return (seconds < 0 ? '\u2212' : '+') + duration(Math.abs(seconds));
  }

  function both(before, after, format) {
    const said = (value) => value == null ? '–' : format(value);
    return said(before) + ' \u2192 ' + said(after);
  }

  function of(side, name) {
    return side == null || side[name] == null ? null : side[name];
  }

  function pair(times, name, format) {
    return both(of(times.before, name), of(times.after, name), format);
  }

  function times(value) {
    return value >= 99.5 ? shortCount(Math.round(value)) : value.toFixed(2);
  }

  function ratioOf(one) {
    return one.duration.judgement ? Math.log(one.duration.judgement.ratio) : -Infinity;
  }

  function change(spread, name) {
    const before = of(spread.before, name);
    const after = of(spread.after, name);
    return before > 0 && after > 0 ? after / before : 0;
  }

  // ---------------------------------------------------------------- the runs

  function drawRuns() {
    const {before, after, health} = compared;
    byId('service').textContent = 'Comparison' + (after.serviceName ? ' of ' + visible(after.serviceName) : '');
    byId('subtitle').textContent = visible(before.file) + ' and ' + visible(after.file);
    const scored = (side) => health.score[side] == null ? 'no score' : health.score[side] + ' (' + health.grade[side] + ')';
    const row = (title, format) => [title, format(before, 'before'), format(after, 'after')];
    const rows = [
      row('Recorded', (side) => moment(side.startedAt) + ' to ' + moment(side.writtenAt)),
      row('Length', (side) => duration(side.uptimeSeconds)),
      row('Health', (side, name) => scored(name)),
      row('Executions', (side) => count(side.executions)),
      row('Errors', (side) => count(side.errors)),
      row('Time in the database', (side) => duration(side.databaseSeconds)),
      row('JVM', (side) => visible(side.jvm || '–'))
    ];
    health.parts.filter((part) => part.before !== part.after).forEach((part) => rows.push(
      ['Health: ' + visible(part.name), drawPart(part.before, part.whyBefore), drawPart(part.after, part.whyAfter)]));
    const table = grid('plain-table', 'The two runs', ['Run', 'Before', 'After'], rows);
    const notes = element('ul', 'card notes', ...compared.notes.map((note) => element('li', '', visible(note))));
    place(byId('runs-body'), element('div', 'card', scroller('The two runs', table)), compared.notes.length ? notes : null);
  }

  function drawPart(score, why) {
    return element('span', '', score == null ? 'no score' : String(score), element('span', 'soft', why ? '  ' + visible(why) : ''));
  }

  // ---------------------------------------------------------------- statements

  let typing = 0;

  function drawControls(shown) {
    const search = input('search', 'Filter statements');
    search.placeholder = 'Filter by text, database or id';
    search.value = view.search;
    search.oninput = function () {
      view.search = this.value;
      clearTimeout(typing);
      typing = setTimeout(drawPatterns, TYPING_PAUSE_MILLIS);
    };
    const filters = element('div', 'filters');
    filters.setAttribute('role', 'group');
    filters.setAttribute('aria-label', 'Verdict');
    const choose = (verdict, label) => {
      const made = button('', label, () => {
        view.verdict = view.verdict === verdict ? '' : verdict;
        view.limit = ROWS_AT_A_TIME;
        drawPatterns();
      });
      made.setAttribute('aria-pressed', String(view.verdict === verdict));
      filters.append(made);
    };
    for (const verdict in VERDICTS) {
      if (compared.verdicts[verdict] > 0) choose(verdict, VERDICTS[verdict] + ' ' + count(compared.verdicts[verdict]));
    }
    return element('div', 'controls', search, filters, element('span', 'shown', shown === compared.patterns.length
      ? plural(shown, 'statement') : count(shown) + ' of ' + plural(compared.patterns.length, 'statement')));
  }

  function shownColumns() {
    return NARROW.matches ? COLUMNS.filter((column) => !column.isWide) : COLUMNS;
  }

  function chosen() {
    const searched = view.search.toLowerCase().split(/\s+/).filter(Boolean);
    const shown = compared.patterns.filter((one) => (!view.verdict || one.verdict === view.verdict)
      && searched.every((word) => one.haystack.includes(word)));
    const column = COLUMNS.find((one) => one.id === view.sortedBy);
    if (column) {
      const sign = view.isAscending ? 1 : -1;
      shown.sort((a, b) => {
        const left = column.value(a);
        const right = column.value(b);
        return left < right ? -sign : left > right ? sign : a.rank - b.rank;
      });
    }
    return shown;
  }

  function drawPatterns() {
    if (compared.patterns.length === 0) {
      place(byId('patterns-body'), nothing('No statement', 'Neither recording holds one.'));
      return;
    }
    const shown = chosen();
    const group = element('colgroup');
    const head = element('tr');
    const columns = shownColumns();
    for (const column of columns) {
      const col = element('col');
      if (column.width) col.style.width = column.width + 'px';
      group.append(col);
      head.append(drawHead(column));
    }
    const body = element('tbody');
    shown.slice(0, view.limit).forEach((one) => {
      const isOpen = view.opened.has(one.key);
      body.append(drawRow(one, columns, isOpen));
      if (isOpen) body.append(drawDetail(one, columns));
    });
    const table = element('table', 'patterns compare',
      element('caption', 'unseen', 'Statements of both runs; a row opens to its details'), group, element('thead', '', head), body);
    const more = element('div', 'more');
    const left = shown.length - view.limit;
    more.hidden = shown.length > 0 && left <= 0;
    if (shown.length === 0) more.append('No statement matches.');
    if (left > 0) {
      more.append(button('', 'Show ' + count(Math.min(left, ROWS_AT_A_TIME)) + ' more of ' + count(left), () => {
        view.limit += ROWS_AT_A_TIME;
        drawPatterns();
      }));
    }
    place(byId('patterns-body'), element('div', 'card flows', drawControls(shown.length), scroller('Table of statements', table), more));
    querytap.charts.settle();
  }

  function drawHead(column) {
    const head = element('th', column.isRight ? 'r' : '', button('', column.title, () => {
      view.isAscending = view.sortedBy === column.id ? !view.isAscending : Boolean(column.isAscending);
      view.sortedBy = column.id;
      view.limit = ROWS_AT_A_TIME;
      drawPatterns();
    }));
    head.scope = 'col';
    if (view.sortedBy === column.id) head.setAttribute('aria-sort', view.isAscending ? 'ascending' : 'descending');
    return head;
  }

  function drawRow(one, columns, isOpen) {
    const row = element('tr', isOpen ? 'row open' : 'row');
    row.key = one.key;
    row.onclick = () => {
      if (!String(window.getSelection())) toggle(one);
    };
    const opener = button('open-button', '', (clicked) => {
      clicked.stopPropagation();
      toggle(one);
    });
    opener.setAttribute('aria-expanded', String(isOpen));
    opener.append(element('span', 'name', oneLine(one.summary) + (compared.hasManyDatabases ? '  ·  ' + visible(one.database) : '')),
      element('span', 'text', oneLine(one.text)));
    const name = element('th', 'statement', opener);
    name.scope = 'row';
    const right = (text, className) => element('td', 'r ' + (className || ''), text);
    const judgement = one.duration.judgement;
    const cells = {
      name: name,
      verdict: element('td', 'wraps', drawVerdict(one)),
      impact: right(signed(one.impactSeconds), one.verdict === 'not_shown' ? 'soft' : ''),
      ratio: right(judgement ? times(judgement.ratio) + '  (' + times(judgement.ratioFrom) + ' to ' + times(judgement.ratioTo) + ')' : '–',
        one.verdict === 'not_shown' || !judgement ? 'soft' : ''),
      p50: right(pair(one.duration, 'p50', duration)),
      p95: right(pair(one.duration, 'p95', duration)),
      count: right(both(one.frequency.before, one.frequency.after, shortCount)),
      errors: right(both(one.errors.before, one.errors.after, shortCount), one.errors.before + one.errors.after > 0 ? '' : 'soft')
    };
    row.append(...columns.map((column) => cells[column.id]));
    return row;
  }

  function drawVerdict(one) {
    const fetched = one.fetch.change;
    const isFetchShown = /^(slower|faster|mixed)$/.test(fetched);
    return element('span', 'verdict verdict-' + one.verdict, VERDICTS[one.verdict],
      isFetchShown ? element('span', 'verdict-' + fetched, ', read ' + fetched) : null);
  }

  function toggle(one) {
    if (!view.opened.delete(one.key)) view.opened.add(one.key);
    drawPatterns();
  }

  // ---------------------------------------------------------------- one statement

  function drawDetail(one, columns) {
    const cell = element('td');
    cell.colSpan = columns.length;
    const left = element('div', '', element('p', 'say', SAID[one.verdict] + ' ' + sayWhy(one.duration)), drawText(one), drawFacts(one));
    const right = element('div');
    for (const [title, spread] of [['Executing', one.duration], ['Reading the result', one.fetch]]) {
      const plot = drawSpectrum(spread);
      if (plot) right.append(element('div', 'block', element('h3', '', title + ': percentile spectrum'), plot));
    }
    const below = element('div', 'wide', scroller('Figures of both runs', drawFigures(one)));
    cell.append(element('div', 'detail-grid', left, right, below));
    const row = element('tr', 'detail', cell);
    row.key = 'detail ' + one.key;
    return row;
  }

  function sayWhy(spread) {
    const judgement = spread.judgement;
    if (!judgement) return '';
    const tail = judgement.tailShareBefore == null ? ''
      : ' Of the slow executions of both runs, the first had ' + percent(judgement.tailShareBefore) + ' of its own, the second '
        + percent(judgement.tailShareAfter) + '.';
    return 'Beyond what all statements have in common, typical executions take ' + times(judgement.ratio) + ' times as long; the true'
      + ' figure is between ' + times(judgement.ratioFrom) + ' and ' + times(judgement.ratioTo) + ' in 95 of 100 cases. An execution'
      + ' after takes longer than one before with a probability of ' + percent(judgement.longerAfter) + '.' + tail
      + (judgement.evidence === 'slots' ? '' : ' Judged by counts only: that executions depend on each other is assumed, not measured.');
  }

  function drawText(one) {
    const code = element('pre', '', visible(one.text));
    code.tabIndex = 0;
    return element('div', 'sql', element('div', 'sql-head', element('h3', '', 'Statement'), copyButton(one.text)), code);
  }

  function drawFacts(one) {
    const rows = one.rows;
    const often = one.frequency.ratio;
    const errors = one.errors.change;
    return terms('props', [
      ['Id', element('span', 'mono', visible(one.id))],
      ['Database', visible(one.database)],
      ['Per second', both(one.frequency.perSecondBefore, one.frequency.perSecondAfter, average)],
      ['Times as often', often == null ? null : times(often) + ' beside all statements'],
      ['Rows per result', rows.before && rows.after && rows.before.count + rows.after.count > 0 ? pair(rows, 'mean', average) : null],
      ['Errors', errors === 'more' || errors === 'fewer'
        ? element('span', 'verdict verdict-' + errors, errors + ' than before') : null]
    ]);
  }

  function drawSpectrum(spread) {
    const lines = [];
    if (spread.before) lines.push({label: 'Before', colour: 'faint', spread: spread.before, dash: [5, 4]});
    if (spread.after) lines.push({label: 'After', colour: 'accent', spread: spread.after});
    return querytap.charts.spectrum('', lines, duration);
  }

  function drawFigures(one) {
    const names = ['count', 'sum', 'min', 'mean', 'p50', 'p90', 'p95', 'p99', 'p999', 'max'];
    const rows = [];
    for (const [title, spread] of [['Executing', one.duration], ['Reading the result', one.fetch]]) {
      for (const [when, side] of [['before', spread.before], ['after', spread.after]]) {
        if (!side || side.count === 0) continue;
        rows.push([title + ', ' + when, ...names.map((name) => name === 'count' ? count(side[name]) : duration(side[name]))]);
      }
    }
    return grid('spread', 'Figures of both runs', ['Time', ...names.map((name) => name === 'p999' ? 'p99.9' : /^p\d/.test(name) ? name : words(name))], rows);
  }

  // ---------------------------------------------------------------- findings and pools

  function drawFindings() {
    if (compared.findings.length === 0) {
      place(byId('findings-body'), nothing('No finding', 'Neither run had one.'));
      return;
    }
    const rows = compared.findings.map((finding) => [
      visible(finding.title || finding.kind),
      element('span', 'verdict verdict-' + (finding.state === 'new' ? 'more' : finding.state === 'gone' ? 'fewer' : 'not_shown'),
        STATES[finding.state] || visible(finding.state)),
      visible(finding.severity || ''),
      element('span', '', oneLine(finding.statement || ''),
        finding.callSite ? element('div', 'mono soft', visible(finding.callSite)) : null),
      both(finding.impactSeconds.before, finding.impactSeconds.after, duration),
      both(finding.occurrences.before, finding.occurrences.after, shortCount)
    ]);
    place(byId('findings-body'), element('div', 'card', scroller('Findings of both runs',
      grid('plain-table', 'Findings of both runs', ['Finding', 'State', 'Severity', 'Where', 'Cost', 'Occurrences'], rows))));
  }

  function drawPools() {
    if (compared.pools.length === 0) {
      place(byId('pools-body'), nothing('No connection pool', 'Neither run had one that the agent knows.'));
      return;
    }
    const rows = compared.pools.map((pool) => [
      visible(pool.name || '') + (pool.state === 'kept' ? '' : ' (' + pool.state + ')'),
      both(pool.max.before, pool.max.after, count),
      pair(pool.wait, 'count', shortCount),
      pair(pool.wait, 'mean', duration),
      pair(pool.wait, 'p99', duration),
      pair(pool.use, 'mean', duration),
      pair(pool.use, 'p99', duration),
      both(pool.timeouts.before, pool.timeouts.after, count)
    ]);
    place(byId('pools-body'), element('div', 'card', scroller('Pools of both runs', grid('plain-table', 'Pools of both runs',
      ['Pool', 'Size', 'Checkouts', 'Mean wait', 'p99 wait', 'Mean use', 'p99 use', 'Time-outs'], rows))));
  }

  function drawFoot() {
    const run = compared.runToRun.duration;
    place(byId('made'),
      element('p', '', 'A change is called one where it is sure (of those shown, at most 5 % are expected to be chance) and large enough:'
        + ' a tenth for typical executions, a quarter for the 95th percentile, and more than the cells of the histograms tell. '
        + (run.judged > 0 ? plural(run.judged, 'statement') + ' could be judged; what they have in common, '
          + times(run.commonRatio) + ' times as long, is laid to the run.' : '')),
      element('p', '', 'Impact: seconds of the second run that are laid to the change. This page holds all of its data and loads'
        + ' nothing.'));
  }

  function start() {
    startScheme();
    try {
      compared = JSON.parse(byId('document').textContent);
      compared.hasManyDatabases = new Set(compared.patterns.map((one) => one.database)).size > 1;
      compared.patterns.forEach((one, i) => {
        one.rank = i;
        one.key = 'pattern-' + one.id + ' ' + one.system + ' ' + one.database;
        one.haystack = [one.id, one.summary, one.text, one.database, VERDICTS[one.verdict]].join('\n').toLowerCase();
      });
      drawRuns();
      drawPatterns();
      drawFindings();
      drawPools();
      drawFoot();
    } catch (failure) {
      byId('problem').hidden = false;
      byId('problem').textContent = 'The comparison could not be drawn: ' + visible(failure.message);
      throw failure;
    }
  }

  NARROW.addEventListener('change', () => {
    if (compared) drawPatterns();
  });

  return {start};
})();

querytap.compare.start();
