// Draws the section of findings: a line each, the first ones open, filtered, and grouped by unit of work.
querytap.findings = (function () {
  'use strict';

  const {element, button, input, choice, checkbox, link, terms, told, nothing, place, byId, visible, oneLine, words, count, plural, duration,
    percent, average, moment} = querytap;

  const SEVERITIES = ['high', 'warning', 'info'];
  const CONFIDENCES = ['confirmed', 'probable', 'suspect'];
  // Findings put on the page at a time, and how many of the first are open without being asked.
  const FINDINGS_AT_A_TIME = 40;
  const OPEN_AT_FIRST = 3;
  const FRAMES_SHOWN = 8;
  // Figures told of a finding before one asks for the others.
  const EVIDENCE_AT_ONCE = 9;
  const TYPING_PAUSE_MILLIS = 120;
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

  // What the reader has chosen; stays when the page is drawn again.
  const view = {severity: '', kind: '', confidence: '', search: '', isGrouped: true, limit: FINDINGS_AT_A_TIME,
    opened: null}; // the first ones when there are some; later ones do not open by themselves, lest the page jumps
  let run = null;
  let ranked = [];
  // Of the headings of findings: below those of units of work, where there are some.
  let level = 4;

  function draw(next) {
    run = next;
    const findings = run.report.findings || [];
    if (findings.length === 0) {
      const lookedFor = (run.report.agent || {}).lookedFor;
      place(byId('findings-body'), lookedFor && lookedFor.length === 0
        ? nothing('Nothing was looked for', 'Findings are switched off by querytap.findings.')
        : nothing('Nothing was found', 'No kind of finding ' + (lookedFor ? 'of ' + count(lookedFor.length) + ' that are switched on '
          : '') + 'reached its threshold while the agent was watching. That says nothing about code that did not run. The patterns'
          + ' below are ranked by the time they cost.'));
      ranked = [];
      return;
    }
    const cost = (finding) => finding.impactSeconds || 0;
    const seen = new Map();
    // A severe one first, then what costs most; the document has them in that order, an older one may not.
    ranked = findings.map((finding, index) => {
      const name = [finding.kind, finding.pattern, finding.database, unitKey(finding), finding.callSite, finding.statement].join('\n');
      const same = (seen.get(name) || 0) + 1;
      seen.set(name, same);
      return {finding: finding, index: index, key: name + '\n' + same, haystack: null};
    }).sort((a, b) => severityRank(a.finding) - severityRank(b.finding) || cost(b.finding) - cost(a.finding) || a.index - b.index);
    refresh();
  }

  function isWanted(finding) {
    return (!view.severity || finding.severity === view.severity) && (!view.kind || finding.kind === view.kind)
      && (!view.confidence || finding.confidence === view.confidence);
  }

  function isFound(one, searched) {
    if (one.haystack == null) { // made when something is searched for
      const finding = one.finding;
      const entry = entryOf(finding.pattern, finding);
      one.haystack = [titleOf(finding), finding.kind, finding.what, finding.callSite, finding.unit && finding.unit.name, finding.statement,
        finding.database, finding.evidence && finding.evidence.pool, entry && entry.pattern.summary, entry && entry.pattern.text]
        .filter(Boolean).join('\n').toLowerCase();
    }
    return searched.every((word) => one.haystack.includes(word));
  }

  function entryOf(pattern, finding) {
    return pattern ? run.byPattern.get(pattern + ' ' + finding.database) : null;
  }

  function redraw() {
    refresh();
    querytap.charts.settle();
  }

  function refresh() {
    const all = ranked.map((one) => one.finding);
    const searched = view.search.toLowerCase().split(/\s+/).filter(Boolean);
    const shown = ranked.filter((one) => isWanted(one.finding) && (searched.length === 0 || isFound(one, searched)));
    const some = shown.slice(0, view.limit);
    const hasUnits = new Set(all.map(unitKey)).size > 1;
    const nodes = [];
    level = view.isGrouped && hasUnits ? 4 : 3;
    if (view.opened == null) view.opened = new Set(some.slice(0, OPEN_AT_FIRST).map((one) => one.key));
    const isOpen = (one) => view.opened.has(one.key);
    if (view.isGrouped && hasUnits) {
      const groups = new Map();
      some.forEach((one) => {
        const key = unitKey(one.finding);
        if (!groups.has(key)) groups.set(key, []);
        groups.get(key).push(one);
      });
      groups.forEach((members, key) => {
        const head = drawUnit(members[0].finding.unit, members.length);
        head.key = 'unit ' + key;
        nodes.push(head, ...members.map((one) => drawFinding(one, isOpen(one))));
      });
    } else {
      nodes.push(...some.map((one) => drawFinding(one, isOpen(one))));
    }
    const left = shown.length - some.length;
    const more = left > 0 ? element('div', 'more', button('', 'Show ' + count(Math.min(left, FINDINGS_AT_A_TIME)) + ' more of '
      + count(left), () => {
      view.limit += FINDINGS_AT_A_TIME;
      redraw();
    })) : null;
    if (more) more.dataset.left = plural(left, 'further finding') + ' not printed';
    const omitted = (run.report.agent || {}).omittedFindings || 0;
    place(byId('findings-body'), drawControls(all, hasUnits, shown, isOpen),
      element('div', 'finding-list', ...nodes),
      shown.length === 0 ? element('p', 'soft', 'No finding matches.') : null, more,
      omitted > 0 ? element('p', 'soft', plural(omitted, 'further finding') + ' had no place in the report.') : null);
  }

  // ---------------------------------------------------------------- controls

  let typing = 0;

  function drawControls(all, hasUnits, shown, isOpen) {
    const chosen = (name) => (value) => {
      view[name] = value;
      view.limit = FINDINGS_AT_A_TIME;
      redraw();
    };
    const filters = element('div', 'severities');
    filters.setAttribute('role', 'group');
    filters.setAttribute('aria-label', 'Severity');
    const add = (value, label, number) => {
      const filter = button('filter ' + value, label + ' ', () => chosen('severity')(value));
      filter.append(element('b', '', count(number)));
      filter.setAttribute('aria-pressed', String(view.severity === value));
      filters.append(filter);
    };
    add('', 'All', all.length);
    for (const one of SEVERITIES) {
      const number = all.filter((finding) => finding.severity === one).length;
      if (number > 0) add(one, one.charAt(0).toUpperCase() + one.slice(1), number);
    }
    const kinds = [...new Map(all.map((finding) => [finding.kind, titleOf(finding)]))]
      .sort((a, b) => a[1].localeCompare(b[1])).map(([id, name]) => [id, visible(name)]);
    const confidences = CONFIDENCES.filter((one) => all.some((finding) => finding.confidence === one));
    const search = input('search', 'Filter findings');
    search.oninput = function () {
      view.search = this.value;
      clearTimeout(typing);
      typing = setTimeout(() => chosen('search')(view.search), TYPING_PAUSE_MILLIS);
    };
    search.placeholder = 'Filter by text, line, unit or table';
    search.value = view.search;
    const openAll = shown.length > 0 && shown.slice(0, view.limit).every(isOpen);
    return element('div', 'finding-controls', filters,
      all.length > OPEN_AT_FIRST ? search : null,
      kinds.length > 1 ? choice('Kind of finding', [['', 'Every kind'], ...kinds], view.kind, chosen('kind')) : null,
      confidences.length > 1 ? choice('Confidence', [['', 'Every confidence'], ...confidences.map((one) => [one, one])],
        view.confidence, chosen('confidence')) : null,
      hasUnits ? checkbox('by unit of work', view.isGrouped, (isGrouped) => chosen('isGrouped')(isGrouped)) : null,
      shown.length > 1 ? button('small', openAll ? 'Close all' : 'Open all', () => {
        shown.slice(0, view.limit).forEach((one) => openAll ? view.opened.delete(one.key) : view.opened.add(one.key));
        redraw();
      }) : null,
      told(shown.length === all.length ? plural(all.length, 'finding')
        : count(shown.length) + ' of ' + plural(all.length, 'finding')));
  }

  // ---------------------------------------------------------------- one finding

  function severityRank(finding) {
    const rank = SEVERITIES.indexOf(finding.severity);
    return rank < 0 ? SEVERITIES.length : rank;
  }

  function unitKey(finding) {
    return finding.unit ? finding.unit.kind + ' ' + finding.unit.name : '';
  }

  function drawUnit(unit, members) {
    return element('h3', 'finding-unit',
      element('span', 'soft', unit ? UNIT_KINDS[unit.kind] || visible(unit.kind) : 'Over all work'),
      unit ? element('b', 'mono', visible(unit.name)) : null,
      element('span', 'soft', plural(members, 'finding')));
  }

  function fileOf(callSite) {
    const file = /\(([^()]+:\d+)\)$/.exec(callSite || '');
    return file ? file[1] : null;
  }

  function costOf(finding) {
    if (finding.impactSeconds == null) return null;
    const seconds = element('b', 'num', duration(finding.impactSeconds));
    if (WAITING.includes(finding.kind)) return element('span', 'cost', seconds, ' waited');
    const total = run.totals.time;
    return element('span', 'cost', seconds, ' could be saved' + (total > 0 && finding.impactSeconds <= total
      ? ', ' + percent(finding.impactSeconds / total) + ' of the time in the database' : ''));
  }

  function drawFinding(one, isOpen) {
    const finding = one.finding;
    const severity = SEVERITIES.includes(finding.severity) ? finding.severity : '';
    const confidence = element('span', 'chip', visible(finding.confidence || ''));
    confidence.title = CONFIDENCE[finding.confidence] || '';
    const entry = entryOf(finding.pattern, finding);
    const where = fileOf(finding.callSite) || (finding.evidence && finding.evidence.pool) || (entry && entry.pattern.summary) || '';
    const opener = button('finding-open', '', () => {
      if (isOpen) view.opened.delete(one.key);
      else view.opened.add(one.key);
      redraw();
    });
    opener.setAttribute('aria-expanded', String(isOpen));
    opener.append(severity ? element('span', 'chip severity', severity) : '', element('b', 'title', visible(titleOf(finding))),
      element('span', 'at mono', isOpen ? '' : oneLine(where)));
    const head = element('div', 'finding-head', element('h' + level, 'head', opener), confidence, costOf(finding));
    const card = element('article', 'card finding ' + severity + (isOpen ? ' open' : ''), head, isOpen ? drawBody(finding, entry) : null);
    card.id = 'f-' + one.index;
    card.key = one.key;
    return card;
  }

  function drawBody(finding, entry) {
    const source = entryOf(finding.source, finding);
    const poolKey = finding.evidence && querytap.pools.anchor(run.report, finding.evidence.pool);
    const toPool = poolKey ? link('#' + poolKey, 'Its pool') : null;
    const left = element('div', '', element('p', 'what', visible(finding.what || '')));
    if (entry) {
      const text = element('pre', 'finding-sql', oneLine(entry.pattern.text));
      text.tabIndex = 0;
      text.setAttribute('aria-label', 'Statement');
      text.setAttribute('role', 'group');
      left.append(text, element('p', 'links', link('#' + entry.key, 'Its figures'), toPool,
        source && source !== entry ? link('#' + source.key, 'The query before it') : null));
    } else {
      if (finding.statement) left.append(element('p', 'mono soft', visible(finding.statement)));
      if (toPool) left.append(element('p', 'links', toPool));
    }
    if (finding.advice) {
      left.append(element('div', 'todo', element('h' + (level + 1), 'sub', 'What to do'), element('p', '', visible(finding.advice))));
    }
    left.append(...querytap.pools.evidence(finding.evidence || {}, level + 1));

    const right = element('div', '');
    if (finding.callSite) right.append(element('div', 'block', element('h' + (level + 1), 'sub', 'Where'), drawStack(finding)));
    const evidence = Object.entries(finding.evidence || {}).filter(([name]) => !querytap.pools.drawsEvidence(name));
    const facts = evidence.map(([name, value]) => [words(name), evidenceText(name, value)]);
    right.append(element('div', 'block', element('h' + (level + 1), 'sub', 'Evidence'), terms('props', [
      ['Confidence', CONFIDENCE[finding.confidence] || visible(finding.confidence || '')],
      ['Repeats', finding.repeats == null ? null : count(finding.repeats)],
      ['Times seen', count(finding.occurrences)],
      ...facts.slice(0, EVIDENCE_AT_ONCE),
      ['Trace', finding.trace && element('span', 'mono', visible(finding.trace.traceId))],
      ['Database', run.hasManyDatabases ? visible(finding.database) : null],
      ['Seen', moment(finding.firstSeen) + (finding.lastSeen === finding.firstSeen ? '' : ' to ' + moment(finding.lastSeen))]
    ]), facts.length > EVIDENCE_AT_ONCE ? element('details', 'as-table', element('summary', '', 'All of the evidence'),
      terms('props', facts.slice(EVIDENCE_AT_ONCE))) : null));
    return element('div', 'finding-grid', left, right);
  }

  /** The line first, by what an editor finds it by; the whole frames below. */
  function drawStack(finding) {
    const frames = (finding.stack || []).length ? finding.stack : [finding.callSite];
    const file = fileOf(finding.callSite);
    const list = element('ol', 'frames');
    frames.slice(0, FRAMES_SHOWN).forEach((frame) => list.append(element('li', 'mono', visible(frame))));
    return element('div', '', file ? element('b', 'mono line', visible(file)) : null, list);
  }

  function titleOf(finding) {
    if (finding.title) return finding.title;
    const name = String(finding.kind || '').replace(/_/g, ' ').replace(/\bsql\b/g, 'SQL');
    return name.charAt(0).toUpperCase() + name.slice(1);
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

  /** Opens a finding, by its place in the document, and goes to it. */
  function reveal(index) {
    const position = ranked.findIndex((one) => one.index === index);
    if (position < 0) return;
    view.opened.add(ranked[position].key);
    refresh();
    if (!byId('f-' + index)) {
      Object.assign(view, {severity: '', kind: '', confidence: '', search: '',
        limit: Math.max(view.limit, Math.ceil((position + 1) / FINDINGS_AT_A_TIME) * FINDINGS_AT_A_TIME)});
      refresh();
    }
    querytap.charts.settle();
    byId('f-' + index).scrollIntoView({block: 'start'});
    byId('f-' + index).querySelector('.finding-open').focus({preventScroll: true});
  }

  return {draw, reveal, titleOf};
})();
