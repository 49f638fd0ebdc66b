// Draws what is seen first: whose report this is, how healthy it is, the things worth doing, the figures of the whole; and the foot.
querytap.header = (function () {
  'use strict';

  const {element, svg, terms, link, place, byId, visible, count, shortCount, plural, duration, percent, average, moment} = querytap;

  // Databases named in the head; there may be one a tenant.
  const DATABASES_NAMED = 4;
  const RING_RADIUS = 44;
  // From these scores on a part is good, and fair; the grades of the agent are finer.
  const GOOD_SCORE = 75;
  const FAIR_SCORE = 45;

  function drawHead(run) {
    const agent = run.report.agent || {};
    const service = agent.serviceName || 'Unnamed service';
    document.title = visible(service) + (run.isLive ? ' · Querytap console' : ' · Querytap report');
    byId('service').textContent = visible(service);
    byId('subtitle').textContent = run.isLive ? 'What this JVM does to its database, as it happens' : 'What this JVM did to its database';
    const databases = [...new Set(run.report.patterns.map((pattern) => pattern.system + ' ' + pattern.database)
      .concat(((run.report.transactions || {}).byDatabase || []).map((one) => one.system + ' ' + one.database)))];
    const told = databases.slice(0, DATABASES_NAMED).join(', ')
      + (databases.length > DATABASES_NAMED ? ' and ' + (databases.length - DATABASES_NAMED) + ' more' : '');
    place(byId('facts'), ...terms('facts', [
      [databases.length > 1 ? 'Databases' : 'Database', visible(told) || 'none seen'],
      ['JVM', agent.jvm && visible(agent.jvm)],
      ['Observed', duration(agent.uptimeSeconds)],
      [run.isLive ? 'As of' : 'Written', moment(agent.writtenAt)]
    ]).childNodes);
    drawNavigation(run);
  }

  function drawNavigation(run) {
    const {report} = run;
    const entries = [
      ['overview', 'Health', null],
      ['findings', 'Findings', (report.findings || []).length],
      ['timeline', 'Timeline', null],
      ['patterns', 'Patterns', report.patterns.length],
      ['pools', 'Pools', (report.pools || []).length],
      ['cache', 'Cache', ((report.cache || {}).rules || []).length],
      ['transactions', 'Transactions', null]
    ].filter(([id]) => !byId(id).hidden);
    place(byId('nav'), ...entries.map(([id, label, number]) => {
      const to = link('#' + id, label);
      if (number != null) to.append(' ', element('b', '', count(number)));
      return to;
    }));
  }

  // ---------------------------------------------------------------- health

  function standing(score) {
    return score == null ? 'is-none' : score >= GOOD_SCORE ? 'is-good' : score >= FAIR_SCORE ? 'is-fair' : 'is-bad';
  }

  function drawHealth(health) {
    const ring = svg('svg', {viewBox: '0 0 100 100', class: 'ring ' + standing(health.score), role: 'img',
      'aria-label': health.score == null ? 'No health score' : 'Health ' + health.score + ' of 100, grade ' + health.grade});
    const length = 2 * Math.PI * RING_RADIUS;
    ring.append(svg('circle', {cx: 50, cy: 50, r: RING_RADIUS, class: 'track'}));
    if (health.score != null) {
      ring.append(svg('circle', {cx: 50, cy: 50, r: RING_RADIUS, class: 'value', transform: 'rotate(-90 50 50)',
        'stroke-dasharray': (length * Math.max(health.score, 1) / 100) + ' ' + length}));
    }
    ring.append(svg('text', {x: 50, y: 57, class: 'grade'}, health.grade || '–'));
    ring.append(svg('text', {x: 50, y: 74, class: 'score'}, health.score == null ? 'no score' : health.score + ' / 100'));
    const parts = element('ul', 'parts');
    for (const part of health.parts || []) {
      const fill = element('i');
      fill.style.width = (part.score || 0) + '%';
      const value = element('b', 'num ' + standing(part.score), part.score == null ? '–' : String(part.score));
      parts.append(element('li', 'part',
        element('div', 'part-head', element('span', '', visible(part.name)), value),
        element('div', 'meter ' + standing(part.score), fill),
        element('div', 'part-why', visible(part.why || ''))));
    }
    return element('div', 'card health',
      element('div', 'ring-box', ring, health.reason ? element('p', 'reason', visible(health.reason)) : null), parts);
  }

  // ---------------------------------------------------------------- the things worth doing

  function drawActions(run, actions) {
    const list = element('ol', 'todos');
    actions.forEach((action) => {
      const gain = action.gain || (action.gainSeconds == null ? '' : duration(action.gainSeconds));
      const to = element('span', 'todo-links');
      (action.findings || []).forEach((index, i) => {
        const finding = (run.report.findings || [])[index];
        if (finding) to.append(link('#f-' + index, i === 0 ? 'The finding' : String(i + 1)));
      });
      const pool = action.pool != null && querytap.pools.anchor(run.report, action.pool);
      if (pool) to.append(link('#' + pool, 'The pool'));
      list.append(element('li', '',
        element('div', 'todo-head', element('b', '', visible(action.title)), gain ? element('span', 'gain', visible(gain)) : null),
        action.why ? element('p', '', visible(action.why)) : null,
        to.children.length ? to : null));
    });
    return element('div', 'card worth', element('h2', '', actions.length > 1 ? 'Worth doing first' : 'Worth doing'), list);
  }

  // ---------------------------------------------------------------- figures

  function drawFigures(run) {
    const {report, totals, rates} = run;
    const uptime = (report.agent || {}).uptimeSeconds || 0;
    const transactions = report.transactions || {};
    const patternCount = report.patterns.reduce((sum, pattern) => sum + (pattern.distinctPatterns || 1), 0);
    const figures = element('div', 'figures');
    const figure = (value, what, more, className) => {
      figures.append(element('div', 'card figure', element('b', className || '', value),
        element('span', 'what', what), element('span', '', more)));
    };
    figure(shortCount(totals.count), 'executions', rates ? average(rates.count) + ' a second now'
      : uptime > 0 ? average(totals.count / uptime) + ' a second on average' : '');
    figure(duration(totals.time), 'in the database', rates ? average(rates.time) + ' executing at once now'
      : uptime > 0 ? average(totals.time / uptime) + ' executing at once on average' : '');
    figure(shortCount(patternCount), 'query patterns', 'statements alike but for their values');
    figure(shortCount(totals.errors), 'errors', percent(totals.count ? totals.errors / totals.count : 0) + ' of executions',
      totals.errors > 0 ? 'bad' : '');
    figure(shortCount(totals.rows), 'rows read',
      totals.results > 0 ? average(totals.rows / totals.results) + ' per result on average' : 'no result was read');
    figure(shortCount(transactions.count || 0), 'transactions',
      plural(transactions.rollbacks || 0, 'rollback') + (transactions.count ? ', p99 ' + duration(transactions.duration.p99) : ''));
    return figures;
  }

  function draw(run) {
    drawHead(run);
    const health = run.report.health || {};
    const actions = health.actions || [];
    place(byId('overview'),
      element('div', actions.length ? 'first' : '', drawHealth(health), actions.length ? drawActions(run, actions) : null),
      drawFigures(run));
  }

  // ---------------------------------------------------------------- foot

  function drawFoot(run) {
    const agent = run.report.agent || {};
    const own = agent.selfErrors > 0
      ? 'The agent counted ' + plural(agent.selfErrors, 'error') + ' of its own, dropped recordings included: the figures may be'
        + ' incomplete by as much. '
      : 'The agent had no errors of its own and dropped nothing. ';
    place(byId('made'),
      element('p', '', 'Written by Querytap ' + visible(agent.version || '') + ' at ' + moment(agent.writtenAt) + ' from '
        + plural(run.totals.count, 'execution') + ' recorded since ' + moment(agent.startedAt) + '. ' + own),
      element('p', '', 'Every execution counts; none is sampled. Count, sum, mean, minimum and maximum are exact, percentiles come'
        + ' from histograms of two significant digits. Execute is the call as the application saw it; fetch lasts from its end to'
        + ' the last row read or the close, the application\u2019s work between rows included.'),
      element('p', '', run.isLive ? 'This page loads nothing but its figures, from the JVM that they are about.'
        : 'This page holds all of its data and loads nothing.'));
  }

  return {draw, drawNavigation, drawFoot};
})();
