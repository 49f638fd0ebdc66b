// Puts the sections together: reads a document, hands it to each of them, and follows links within the page.
querytap.page = (function () {
  'use strict';

  const {byId, startScheme, visible} = querytap;
  const isLive = 'live' in document.documentElement.dataset;

  let last = null;

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

  /** The patterns with what the page knows of them, the costliest first. */
  function entriesOf(patterns, totals) {
    const seen = new Map();
    const summaries = new Map();
    patterns.forEach((pattern) => summaries.set(pattern.summary, (summaries.get(pattern.summary) || 0) + 1));
    const entries = patterns.map((pattern) => {
      // The same statement on two databases has one id: the second one is told apart by a suffix.
      const same = (seen.get(pattern.id) || 0) + 1;
      seen.set(pattern.id, same);
      return {
        pattern: pattern,
        key: 'pattern-' + pattern.id + (same > 1 ? '-' + same : ''),
        share: totals.time > 0 ? pattern.duration.sum / totals.time : 0,
        name: pattern.summary || pattern.text,
        isAlone: summaries.get(pattern.summary) === 1,
        haystack: null // made when something is searched for
      };
    });
    return entries.sort((a, b) => b.share - a.share);
  }

  /** What happened between two documents, by second; null where that cannot be told. */
  function ratesOf(report, totals) {
    if (!last) return null;
    const before = last.report.agent || {};
    const now = report.agent || {};
    const seconds = (Date.parse(now.writtenAt) - Date.parse(before.writtenAt)) / 1e3;
    if (!(seconds > 0)) return last.rates;
    const count = totals.count - last.totals.count;
    const time = totals.time - last.totals.time;
    return before.startedAt === now.startedAt && count >= 0 && time >= 0 ? {count: count / seconds, time: time / seconds} : null;
  }

  /** Draws a document; what was sorted, filtered, opened and focused stays so. */
  function draw(report) {
    report.patterns = report.patterns || [];
    const totals = totalsOf(report.patterns);
    const entries = entriesOf(report.patterns, totals);
    const databases = new Set(report.patterns.map((pattern) => pattern.database));
    const run = {
      report: report,
      totals: totals,
      rates: isLive ? ratesOf(report, totals) : null,
      entries: entries,
      byPattern: new Map(entries.map((entry) => [entry.pattern.id + ' ' + entry.pattern.database, entry])),
      hasManyDatabases: databases.size > 1,
      isLive: isLive
    };
    last = run;
    querytap.timeline.draw(run);
    querytap.cache.draw(run);
    querytap.header.draw(run); // after the sections that may be hidden
    querytap.findings.draw(run);
    querytap.patterns.draw(run);
    querytap.pools.draw(run);
    querytap.transactions.draw(run);
    querytap.header.drawFoot(run);
    querytap.charts.settle();
  }

  /** Draws a newer document; what the reader looks at stays where it is on the screen, whatever grows above it. */
  function drawNext(report) {
    const seen = window.scrollY > 0 ? lookedAt() : null;
    const top = seen ? seen.getBoundingClientRect().top : 0;
    draw(report);
    if (seen && seen.isConnected) window.scrollBy({top: seen.getBoundingClientRect().top - top, behavior: 'instant'});
  }

  /** What has the focus, if it is seen; else what is in the middle of the window. */
  function lookedAt() {
    const focused = document.activeElement;
    if (focused && byId('content') !== focused && byId('content').contains(focused)) {
      const box = focused.getBoundingClientRect();
      if (box.bottom > 0 && box.top < window.innerHeight) return focused;
    }
    return document.elementFromPoint(window.innerWidth / 2, window.innerHeight / 2);
  }

  /** To a pattern, a finding or a pool, also where it is filtered out or not on the page yet. */
  function follow() {
    let target = '';
    try {
      target = decodeURIComponent(location.hash.slice(1));
    } catch (broken) {
      return;
    }
    if (target.startsWith('pattern-')) querytap.patterns.reveal(target);
    else if (/^f-\d+$/.test(target)) querytap.findings.reveal(Number(target.slice(2)));
    else if (byId(target)) byId(target).scrollIntoView({block: 'start'});
  }

  /** Keeps the address in step with what is open, so that it can be handed on. */
  function remember(key) {
    try {
      history.replaceState(null, '', '#' + key);
    } catch (refused) { // some viewers forbid it; the page works without
      return;
    }
  }

  function fail(failure) {
    byId('problem').hidden = false;
    byId('problem').textContent = 'The report could not be drawn: ' + visible(failure.message);
    throw failure;
  }

  function start() {
    startScheme();
    document.addEventListener('click', (clicked) => {
      const link = clicked.target.closest && clicked.target.closest('a[href^="#"]');
      // The browser does not follow a link to where the address is already.
      if (link && link.hash === location.hash) setTimeout(follow);
    });
    window.addEventListener('hashchange', follow);
    if (isLive) {
      querytap.live.start(drawNext, follow);
      return;
    }
    try {
      draw(JSON.parse(byId('document').textContent));
      if (location.hash) follow();
    } catch (failure) {
      fail(failure);
    }
  }

  return {start, draw, remember, fail};
})();

querytap.page.start();
