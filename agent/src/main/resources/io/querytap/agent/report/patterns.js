// Draws the section of query patterns: where the time goes, and the table of all of them, sorted, filtered and opened.
querytap.patterns = (function () {
  'use strict';

  const {element, button, input, choice, checkbox, told, nothing, scroller, place, byId, visible, oneLine, count, shortCount, plural, duration,
    percent, average} = querytap;

  // Rows put into the table at a time: a screenful many times over, still built in a few milliseconds.
  const ROWS_AT_A_TIME = 100;
  // Slices told apart in the bar of shares; the rest is one grey slice.
  const SLICES = 8;
  const TYPING_PAUSE_MILLIS = 120;
  // Where there is less room than this a table of eleven columns is of no use to anybody.
  const NARROW = window.matchMedia('(max-width: 760px)');

  const COLUMNS = [
    {id: 'name', title: 'Statement', value: (entry) => entry.name.toLowerCase(), isAscending: true},
    {id: 'spark', title: 'Over time', width: 120, isWide: true},
    {id: 'share', title: 'Share of time', width: 142, isWide: true, value: (entry) => entry.share},
    {id: 'sum', title: 'Total', width: 80, isRight: true, value: (entry) => entry.pattern.duration.sum},
    {id: 'count', title: 'Count', width: 80, isRight: true, isWide: true, value: (entry) => entry.pattern.count},
    {id: 'errors', title: 'Errors', width: 66, isRight: true, isWide: true, value: (entry) => entry.pattern.errors},
    {id: 'mean', title: 'Mean', width: 78, isRight: true, isWide: true, value: (entry) => entry.pattern.duration.mean},
    {id: 'p50', title: 'p50', width: 78, isRight: true, isWide: true, value: (entry) => entry.pattern.duration.p50},
    {id: 'p99', title: 'p99', width: 78, isRight: true, value: (entry) => entry.pattern.duration.p99},
    {id: 'max', title: 'Max', width: 78, isRight: true, isWide: true, value: (entry) => entry.pattern.duration.max},
    {id: 'rows', title: 'Rows', width: 78, isRight: true, isWide: true, value: (entry) => entry.pattern.rows ? entry.pattern.rows.sum : 0}
  ];

  // What the reader has chosen; stays when the page is drawn again.
  const view = {search: '', operation: '', database: '', isOnlyErrors: false, sortedBy: 'share', isAscending: false,
    limit: ROWS_AT_A_TIME, opened: new Set()};
  let run = null;
  let shown = [];

  function draw(next) {
    run = next;
    if (run.entries.length === 0) {
      place(byId('patterns-body'), nothing('No JDBC call was seen',
        'The agent records what goes through a JDBC driver in this JVM. Nothing did while it was watching.'));
      return;
    }
    refresh();
  }

  function redraw() {
    refresh();
    querytap.charts.settle();
  }

  // ---------------------------------------------------------------- shares

  /** A name in one line: the summary where it says which pattern is meant, the text as well where several share it. */
  function title(entry) {
    const pattern = entry.pattern;
    if (!pattern.summary) return oneLine(pattern.text);
    return visible(pattern.summary) + (entry.isAlone ? '' : ' · ' + oneLine(pattern.text));
  }

  function drawShares() {
    const bar = element('div', 'stack');
    const legend = element('ul', 'legend');
    const slice = (share, name, colour, action) => {
      const piece = element('i', 'slice-' + colour);
      piece.style.flex = share + ' 1 0';
      piece.title = percent(share) + '  ' + name;
      piece.onclick = action;
      bar.append(piece);
      const to = button('', '', action);
      to.append(element('i', 'slice-' + colour), element('span', 'pct', percent(share)), element('span', 'name', name));
      to.title = name;
      legend.append(element('li', '', to));
    };
    const ranked = run.entries;
    ranked.slice(0, SLICES).forEach((entry, i) => slice(entry.share, title(entry), i, () => reveal(entry.key)));
    const rest = ranked.slice(SLICES);
    if (rest.length > 0) {
      slice(rest.reduce((sum, entry) => sum + entry.share, 0), plural(rest.length, 'further pattern'), 'rest', () => reveal(rest[0].key));
    }
    bar.setAttribute('aria-hidden', 'true'); // the legend says the same
    return element('div', 'card share-card', element('h3', '', 'Where the time goes'), bar, legend);
  }

  // ---------------------------------------------------------------- controls

  let typing = 0;

  function drawControls() {
    const chosen = (name) => (value) => {
      view[name] = value;
      view.limit = ROWS_AT_A_TIME;
      redraw();
    };
    const search = input('search', 'Filter patterns');
    search.oninput = function () {
      view.search = this.value;
      clearTimeout(typing);
      typing = setTimeout(() => chosen('search')(view.search), TYPING_PAUSE_MILLIS);
    };
    search.placeholder = 'Filter by text, table or id';
    search.value = view.search;
    const values = (of) => [...new Set(run.entries.map((entry) => of(entry.pattern)).filter(Boolean))].sort()
      .map((value) => [value, visible(value)]);
    const operations = values((pattern) => pattern.operation);
    return element('div', 'controls', search,
      operations.length > 1 ? choice('Operation', [['', 'Every operation'], ...operations], view.operation, chosen('operation')) : null,
      run.hasManyDatabases ? choice('Database', [['', 'Every database'], ...values((pattern) => pattern.database)], view.database,
        chosen('database')) : null,
      checkbox('with errors', view.isOnlyErrors, chosen('isOnlyErrors')),
      told(shown.length === run.entries.length ? plural(run.entries.length, 'pattern')
        : count(shown.length) + ' of ' + plural(run.entries.length, 'pattern')));
  }

  function choose() {
    const searched = view.search.toLowerCase().split(/\s+/).filter(Boolean);
    const column = COLUMNS.find((one) => one.id === view.sortedBy);
    const sign = view.isAscending ? 1 : -1;
    shown = run.entries.filter((entry) => (searched.length === 0 || isFound(entry, searched))
      && (!view.operation || entry.pattern.operation === view.operation)
      && (!view.database || entry.pattern.database === view.database)
      && (!view.isOnlyErrors || entry.pattern.errors > 0));
    shown.sort((a, b) => {
      const left = column.value(a);
      const right = column.value(b);
      return left < right ? -sign : left > right ? sign : b.share - a.share;
    });
  }

  function isFound(entry, searched) {
    const {id, database, summary, text} = entry.pattern;
    if (entry.haystack == null) entry.haystack = [id, database, summary, text].join('\n').toLowerCase();
    return searched.every((word) => entry.haystack.includes(word));
  }

  // ---------------------------------------------------------------- table

  function refresh() {
    choose();
    const columns = NARROW.matches ? COLUMNS.filter((column) => !column.isWide) : COLUMNS;
    const group = element('colgroup');
    const head = element('tr');
    for (const column of columns) {
      const col = element('col');
      if (column.width) col.style.width = column.width + 'px';
      group.append(col);
      head.append(drawHead(column));
    }
    const body = element('tbody');
    const largest = run.entries[0].share || 1; // full is the costliest, so that the others can be told apart
    shown.slice(0, view.limit).forEach((entry) => {
      const isOpen = view.opened.has(entry.key);
      body.append(drawRow(entry, columns, largest, isOpen));
      if (isOpen) body.append(drawDetail(entry, columns));
    });
    const table = element('table', 'patterns', element('caption', 'unseen', 'Query patterns; a row opens to its details'), group,
      element('thead', '', head), body);
    place(byId('patterns-body'), drawShares(),
      element('div', 'card flows', drawControls(), scroller('Table of query patterns', table), drawMore()));
  }

  function drawMore() {
    const left = Math.max(0, shown.length - view.limit);
    const more = element('div', 'more');
    more.hidden = left === 0 && shown.length > 0;
    more.dataset.left = left > 0 ? plural(left, 'further pattern') + ' not printed' : '';
    if (shown.length === 0) more.append('No pattern matches.');
    if (left > 0) {
      more.append(button('', 'Show ' + count(Math.min(left, ROWS_AT_A_TIME)) + ' more of ' + count(left), showMore));
    }
    return more;
  }

  function showMore() {
    view.limit += ROWS_AT_A_TIME;
    redraw();
  }

  function drawHead(column) {
    if (!column.value) {
      const plain = element('th', 'plain', column.title);
      plain.scope = 'col';
      plain.title = 'Executions as an area, their mean time as a line, each by its own scale';
      return plain;
    }
    const head = element('th', column.isRight ? 'r' : '', button('', column.title, () => {
      view.isAscending = view.sortedBy === column.id ? !view.isAscending : Boolean(column.isAscending);
      view.sortedBy = column.id;
      view.limit = ROWS_AT_A_TIME;
      redraw();
    }));
    head.scope = 'col';
    if (view.sortedBy === column.id) head.setAttribute('aria-sort', view.isAscending ? 'ascending' : 'descending');
    return head;
  }

  function drawRow(entry, columns, largest, isOpen) {
    const row = element('tr', isOpen ? 'row open' : 'row', ...columns.map((column) => drawCell(column.id, entry, largest, isOpen)));
    row.id = entry.key;
    row.key = entry.key;
    row.onclick = () => {
      if (!String(window.getSelection())) toggle(entry);
    };
    return row;
  }

  function drawCell(id, entry, largest, isOpen) {
    const pattern = entry.pattern;
    const right = (text, className) => element('td', 'r ' + (className || ''), text);
    switch (id) {
      case 'name':
        return drawName(entry, isOpen);
      case 'spark':
        return element('td', '', drawSpark(pattern) || element('span', 'soft', '–'));
      case 'share': {
        const fill = element('i');
        fill.style.width = (100 * entry.share / largest) + '%';
        return element('td', '', element('div', 'share', element('div', 'bar', fill), element('span', '', percent(entry.share))));
      }
      case 'count':
        return right(shortCount(pattern.count));
      case 'errors':
        return right(shortCount(pattern.errors), pattern.errors > 0 ? 'bad' : 'soft');
      case 'rows': {
        const rows = pattern.rows || {count: 0, sum: 0};
        const cell = right(rows.count > 0 ? shortCount(rows.sum) : '–', rows.count > 0 ? '' : 'soft');
        if (rows.count > 0) cell.title = average(rows.mean) + ' per result on average';
        return cell;
      }
      default:
        return right(duration(pattern.duration[id]));
    }
  }

  function drawSpark(pattern) {
    const timeline = run.report.timeline;
    return timeline && querytap.charts.sparkline(pattern.timeline, (slot) => querytap.timeline.secondsOf(timeline, slot));
  }

  function drawName(entry, isOpen) {
    const pattern = entry.pattern;
    const opener = button('open-button', '', (clicked) => {
      clicked.stopPropagation();
      toggle(entry);
    });
    opener.onkeydown = step;
    opener.setAttribute('aria-expanded', String(isOpen));
    const where = run.hasManyDatabases ? '  ·  ' + visible(pattern.database) : '';
    if (pattern.summary) {
      opener.append(element('span', 'name', visible(pattern.summary) + where), element('span', 'text', oneLine(pattern.text)));
    } else {
      opener.append(element('span', 'text alone', oneLine(pattern.text) + where));
    }
    const cell = element('th', 'statement', opener);
    cell.scope = 'row';
    return cell;
  }

  function drawDetail(entry, columns) {
    const cell = element('td');
    cell.colSpan = columns.length;
    cell.append(querytap.pattern.draw(entry, run));
    const row = element('tr', 'detail', cell);
    row.key = 'detail ' + entry.key;
    return row;
  }

  /** Up and down between the rows. */
  function step(pressed) {
    if (pressed.key !== 'ArrowDown' && pressed.key !== 'ArrowUp') return;
    const buttons = [...byId('patterns-body').querySelectorAll('.open-button')];
    const to = buttons[buttons.indexOf(pressed.currentTarget) + (pressed.key === 'ArrowDown' ? 1 : -1)];
    if (!to) return;
    pressed.preventDefault();
    to.focus();
  }

  function toggle(entry) {
    if (view.opened.delete(entry.key)) {
      querytap.page.remember('patterns');
    } else {
      view.opened.add(entry.key);
      querytap.page.remember(entry.key);
    }
    redraw();
  }

  /** Opens a pattern, by its key, and goes to it; a filter that hides it is taken back. */
  function reveal(key) {
    const entry = run && run.entries.find((one) => one.key === key);
    if (!entry) return;
    view.opened.add(key);
    if (!shown.includes(entry)) {
      Object.assign(view, {search: '', operation: '', database: '', isOnlyErrors: false});
      choose();
    }
    view.limit = Math.max(view.limit, Math.ceil((shown.indexOf(entry) + 1) / ROWS_AT_A_TIME) * ROWS_AT_A_TIME);
    redraw();
    querytap.page.remember(key);
    byId(key).scrollIntoView({block: 'start'});
    byId(key).querySelector('.open-button').focus({preventScroll: true});
  }

  NARROW.addEventListener('change', () => {
    if (run && run.entries.length) redraw();
  });

  return {draw, reveal};
})();
