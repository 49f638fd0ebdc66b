// Draws the section of connection pools: figures, who held the connections while others waited, and what other sizes would do.
querytap.pools = (function () {
  'use strict';

  const {element, terms, link, grid, scroller, place, visible, count, plural, duration, roundDuration, percent, average, moment, words,
    nothing, byId, colour} = querytap;
  const {chart, spectrum, spreadTable, MARKS} = querytap.charts;

  // Findings that a pool's head links to.
  const LINKS = 12;
  // Borrowers with a bar of their own, and the share of the waiting that it takes; the rest is one bar.
  const BARS = 12;
  const LEAST_SHARE_OF_A_BAR = 0.005;
  // On a logarithmic axis there is no 0: waits up to this, in seconds, are drawn here.
  const SHORTEST_WAIT = 1e-4;
  // Sizes in the table; of more between the present and the advised one it shows those next to these.
  const SIZES_SHOWN = 12;

  // What is done with a connection: busy ones first, then idle ones.
  const STATES = {
    running: 'running a statement',
    reading: 'reading rows',
    idle_before_first: 'idle before the first statement',
    idle_in_transaction: 'idle in a transaction',
    idle: 'idle'
  };
  const BUSY = ['running', 'reading'];
  // What time is laid to where nobody who held a connection is to blame.
  const ACCOUNTS = {
    creating: ['A connection was being made', 'A physical connection was being made for the waiter or for others, or could not be made.'],
    checking: ['The pool checked the connection', 'The connection handed out was tested first.'],
    jvm_stalled: ['The JVM stood still', 'A garbage collection, a pause of the machine, or no processor to run on.'],
    unexplained: ['Unexplained', 'The pool had free places, or it is not known any more who held them.'],
    no_queue: ['No queue', 'Attempts shorter than a millisecond: what taking a free connection costs.']
  };

  function draw(run) {
    const {report} = run;
    const pools = report.pools || [];
    if (pools.length === 0) {
      place(byId('pools-body'), nothing('No connection pool was seen',
        'The agent watches HikariCP, Tomcat JDBC, Commons DBCP2, Druid, c3p0, Agroal, Vibur and Oracle UCP. Connections that come'
        + ' from elsewhere are recorded, but not the waits for them.'));
      return;
    }
    place(byId('pools-body'), ...pools.map((pool, index) => drawPool(pool, index, report)));
  }

  /** Where a pool's card is, by the pool's name; null if there is no such pool. */
  function anchor(report, name) {
    const index = (report.pools || []).findIndex((pool) => pool.name === name);
    return index < 0 ? null : 'pool-' + index;
  }

  function drawPool(pool, index, report) {
    const agent = report.agent || {};
    const gauges = element('div', 'gauges');
    const gauge = (value, what, className) => {
      if (value != null) gauges.append(element('div', 'gauge', element('b', className || '', count(value)), element('span', '', what)));
    };
    gauge(pool.max, 'at most');
    gauge(pool.used, 'in use now');
    gauge(pool.idle, 'idle now');
    gauge(pool.pending, 'waiting now');
    gauge(pool.timeouts, pool.timeouts === 1 ? 'time-out' : 'time-outs', pool.timeouts > 0 ? 'bad' : '');
    if (pool.failures > 0) gauge(pool.failures, pool.failures === 1 ? 'other failure' : 'other failures', 'bad');
    if (pool.creationFailures > 0) gauge(pool.creationFailures, 'failed to connect', 'bad');
    gauge(pool.minIdle, 'kept idle at least');

    const card = element('div', 'card pool',
      element('div', 'pool-head', element('h3', 'name', visible(pool.name)), element('span', 'chip', visible(pool.kind)),
        pool.database ? element('span', 'soft', visible(pool.database)) : null),
      drawLinks(pool, report),
      element('div', 'pool-grid',
        element('div', '', gauges, drawLoad(pool, agent), drawWaiting(pool)),
        element('div', '', element('h4', '', 'Percentile spectrum'), drawSpectrum(pool)),
        element('div', 'wide', spreadTable('Durations of ' + visible(pool.name), linesOf(pool))),
        drawBlame(pool),
        ...drawSizing(pool)));
    card.id = 'pool-' + index;
    card.key = pool.name + '\n' + index;
    return card;
  }

  function drawSpectrum(pool) {
    return spectrum('', linesOf(pool), duration) || element('p', 'soft', 'No connection was asked for.');
  }

  /** The findings about this pool. */
  function drawLinks(pool, report) {
    const links = element('p', 'links pool-links');
    (report.findings || []).forEach((finding, i) => {
      if (!isAbout(finding, pool)) return;
      if (links.children.length >= LINKS) return;
      const to = link('#f-' + i, visible(finding.title || finding.kind));
      to.className = 'chip severity ' + (finding.severity || '');
      to.title = visible(finding.what || '');
      links.append(to);
    });
    return links.children.length ? links : null;
  }

  function isAbout(finding, pool) {
    return Boolean(finding.evidence) && finding.evidence.pool === pool.name;
  }

  /** Whether evidence() shows what a finding has under that name. */
  function drawsEvidence(name) {
    return /^holder\d(Unit|Site|State|Share|IdleShare)$|^holdersNow$/.test(name);
  }

  /** Who held the connections and what they did, as a finding has it; with headings of a level. */
  function evidence(facts, level) {
    const shown = [];
    const rows = [];
    for (let i = 1; facts['holder' + i + 'Share'] != null; i++) {
      const prefix = 'holder' + i;
      rows.push([nameOf({site: facts[prefix + 'Site'], unit: facts[prefix + 'Unit'], holders: 1}),
        percent(facts[prefix + 'Share']), percent(facts[prefix + 'IdleShare']),
        STATES[facts[prefix + 'State']] || visible(facts[prefix + 'State'] || '')]);
    }
    if (rows.length) {
      shown.push(element('div', 'block', element('h' + level, 'sub', 'Who held the connections'), scroller('Who held the connections',
        grid('spread holders', 'Who held the connections', ['Borrowed at', 'Of the waiting', 'Of that idle', 'Mostly'], rows))));
    }
    if (facts.holdersNow) {
      shown.push(element('div', 'block', element('h' + level, 'sub', 'What their threads did when somebody waited long'),
        ...visible(facts.holdersNow).split('\n').map((line) => element('p', 'now', line))));
    }
    return shown;
  }

  function drawLoad(pool, agent) {
    if (!(agent.uptimeSeconds > 0) || !pool.use || pool.use.count === 0) return null;
    const busy = pool.use.sum / agent.uptimeSeconds;
    const fill = element('i');
    fill.style.width = pool.max > 0 ? Math.min(100, 100 * busy / pool.max) + '%' : '0';
    return element('div', 'block', element('h4', '', 'In use on average'),
      element('span', 'num', average(busy) + (pool.max > 0 ? ' of ' + plural(pool.max, 'connection') : ' connections')
        + ', over the whole time observed'),
      pool.max > 0 ? element('div', 'load', fill) : null);
  }

  function drawWaiting(pool) {
    const attempts = (pool.wait ? pool.wait.count : 0) + pool.timeouts + (pool.failures || 0);
    if (attempts === 0) return null;
    const failed = pool.timeouts + (pool.failures || 0);
    return element('div', 'block', element('h4', '', 'Waiting'),
      element('span', 'num', duration(waitedSeconds(pool)) + ' waited in all, to use connections for '
        + duration(pool.use ? pool.use.sum : 0) + '. '
        + (failed > 0 ? count(failed) + ' of ' + plural(attempts, 'attempt') + ' got no connection.'
          : 'Every one of ' + plural(attempts, 'attempt') + ' got a connection.')));
  }

  function waitedSeconds(pool) {
    return (pool.wait ? pool.wait.sum : 0) + (pool.timedOutWait ? pool.timedOutWait.sum : 0) + (pool.failedSeconds || 0);
  }

  function linesOf(pool) {
    const lines = [
      {label: 'Wait', colour: 'accent', spread: pool.wait, format: duration},
      {label: 'Use', colour: 'second', spread: pool.use, format: duration},
      {label: 'Create', colour: 'third', spread: pool.create, format: duration}
    ];
    if (pool.timedOutWait && pool.timedOutWait.count > 0) {
      lines.splice(1, 0, {label: 'Timed out', colour: 'bad', spread: pool.timedOutWait, format: duration});
    }
    return lines;
  }

  // ---------------------------------------------------------------- blame

  /** The shares of the document by borrower, the one with most blame first, and what is laid to nobody. */
  function gather(pool) {
    const holders = new Map();
    const accounts = [];
    for (const share of pool.blame || []) {
      if (!(share.state in STATES)) {
        accounts.push(share);
        continue;
      }
      const key = JSON.stringify([share.site, share.unit, share.holders]);
      const holder = holders.get(key) || {site: share.site, unit: share.unit, holders: share.holders, stack: share.stack || [],
        seconds: 0, idle: 0, states: {}};
      holder.seconds += share.seconds;
      holder.idle += BUSY.includes(share.state) ? 0 : share.seconds;
      holder.states[share.state] = (holder.states[share.state] || 0) + share.seconds;
      holders.set(key, holder);
    }
    const sorted = [...holders.values()].sort((a, b) => (a.holders > 1) - (b.holders > 1) || b.seconds - a.seconds);
    accounts.sort((a, b) => b.seconds - a.seconds);
    const queued = sorted.concat(accounts.filter((one) => one.state !== 'no_queue')).reduce((sum, one) => sum + one.seconds, 0);
    return {holders: sorted, accounts: accounts, queued: queued};
  }

  function drawBlame(pool) {
    const blame = gather(pool);
    if (blame.holders.length + blame.accounts.length === 0) return null;
    const box = element('div', 'wide block blame', element('h4', '', 'Who held the connections while others waited'));
    if (!(blame.queued > 0)) {
      box.append(element('p', 'soft', 'Nobody queued: every attempt to get a connection took less than a millisecond.'));
      return box;
    }
    box.append(element('p', 'blame-say', ...sentence(blame, pool)));

    const own = blame.holders.filter((holder) => holder.holders <= 1);
    const shown = own.slice(0, own.length > BARS ? BARS - 1 : BARS)
      .filter((holder, i) => i === 0 || holder.seconds >= LEAST_SHARE_OF_A_BAR * blame.queued);
    const rest = blame.holders.filter((holder) => !shown.includes(holder));
    const bars = shown.slice();
    if (rest.length) bars.push(together(rest));
    const accounts = blame.accounts.filter((one) => one.state !== 'no_queue');
    const longest = Math.max(...bars.concat(accounts).map((one) => one.seconds));
    const list = element('div', 'bars');
    bars.forEach((bar) => list.append(...row(nameOf(bar), frames(bar),
      Object.keys(STATES).filter((state) => bar.states[state] > 0).map((state) => [state, bar.states[state], STATES[state]]),
      bar.seconds, blame.queued, longest)));
    if (accounts.length) {
      list.append(element('div', 'bar-group', bars.length ? 'Laid to nobody who held a connection' : ''));
      accounts.forEach((one) => list.append(...row(
        element('span', '', (ACCOUNTS[one.state] || [words(one.state)])[0]), (ACCOUNTS[one.state] || [])[1] || '',
        [[one.state, one.seconds, (ACCOUNTS[one.state] || [words(one.state)])[0]]], one.seconds, blame.queued, longest)));
    }
    const used = Object.keys(STATES).filter((state) => bars.some((bar) => bar.states[state] > 0));
    const legend = element('div', 'states');
    used.forEach((state) => legend.append(element('span', '', swatch(state), STATES[state])));
    box.append(legend, list);
    const free = blame.accounts.find((one) => one.state === 'no_queue');
    if (free && free.seconds > 0) {
      box.append(element('p', 'soft', 'Besides, ' + duration(free.seconds)
        + ' went into attempts shorter than a millisecond, which were in no queue. With it, the bars add up to all that was waited.'));
    }
    return box;
  }

  /** What the bars say, in a sentence. */
  function sentence(blame, pool) {
    const first = blame.holders.find((holder) => holder.holders <= 1);
    const account = blame.accounts.find((one) => one.state !== 'no_queue');
    const said = [element('b', 'num', duration(blame.queued)), ' waited in a queue'];
    if (first && (!account || first.seconds >= account.seconds)) {
      const idle = first.idle / first.seconds;
      said.push('; ' + percent(first.seconds / blame.queued) + ' of it while ', nameOf(first, true), ' held the connections, '
        + (idle >= 0.5 ? percent(idle) + ' of that idle.' : percent(1 - idle) + ' of that busy.'));
    } else if (account) {
      said.push('; ' + percent(account.seconds / blame.queued) + ' of it is laid to nobody who held a connection: '
        + (ACCOUNTS[account.state] || [words(account.state)])[0].toLowerCase() + '.');
    }
    if (pool.timeouts > 0) said.push(' ' + plural(pool.timeouts, 'attempt') + ' ended in a time-out.');
    return said;
  }

  function together(holders) {
    const sum = {site: null, unit: null, holders: 0, stack: [], seconds: 0, states: {}};
    for (const one of holders) {
      sum.holders += one.holders;
      sum.seconds += one.seconds;
      Object.entries(one.states).forEach(([state, seconds]) => { sum.states[state] = (sum.states[state] || 0) + seconds; });
    }
    return sum;
  }

  /** The line of code without its package, and the unit of work. */
  function nameOf(holder, isShort) {
    if (holder.holders > 1) return element('span', '', plural(holder.holders, 'further borrower'));
    const site = holder.site && element('b', 'mono', visible(holder.site.replace(/^.*\.([^.(]+\.[^.(]+\()/, '$1')));
    const unit = holder.unit && element('span', site ? 'soft' : 'mono', visible(holder.unit));
    if (!site && !unit) return element('span', '', 'Somebody nobody looked at');
    return isShort && site ? site : element('span', '', site, site && unit ? ' in ' : null, unit);
  }

  function frames(holder) {
    return [holder.unit, ...(holder.stack.length ? holder.stack : [holder.site])].filter(Boolean).map(visible).join('\n');
  }

  function row(name, title, segments, seconds, all, longest) {
    const label = element('div', 'bar-name', name);
    label.title = title;
    const bar = element('div', 'bar-line');
    for (const [state, value, what] of segments) {
      const piece = element('i', 'state-' + state);
      piece.style.flex = '0 0 ' + (100 * value / longest) + '%';
      piece.title = duration(value) + ', ' + percent(value / all) + ': ' + what;
      bar.append(piece);
    }
    return [label, bar, element('div', 'bar-value num', duration(seconds)), element('div', 'bar-share num', percent(seconds / all))];
  }

  function swatch(state) {
    return element('i', 'key state-' + state);
  }

  // ---------------------------------------------------------------- sizing

  function drawSizing(pool) {
    const sizing = pool.sizing || {};
    if (sizing.recommendedMax == null) {
      return [element('div', 'wide block', element('h4', '', 'The right size'),
        element('p', 'soft', 'Too few connections were asked for in a minute to say how many there should be.'))];
    }
    const says = element('div', 'block', element('h4', '', 'The right size'));
    (sizing.sentences || []).forEach((text, i) => says.append(element('p', i ? 'soft size-more' : 'size-say', visible(text))));
    says.append(terms('props', [
      ['Advised', plural(sizing.recommendedMax, 'connection')],
      ['At present', pool.max > 0 ? plural(pool.max, 'connection') : null],
      ['Offered load', average(sizing.offeredLoad) + ' connections wanted at once on average'
        + (sizing.busiestOfferedLoad > 0 ? ', ' + average(sizing.busiestOfferedLoad) + ' in the busiest second' : '')],
      ['Wanted at once', sizing.wantedAtOnceP99 ? 'at most ' + count(sizing.wantedAtOnceP99) + ' in 99 of 100 cases' : null],
      ['Utilisation', sizing.peakUtilisation == null ? null : percent(sizing.peakUtilisation) + ' in the busiest minute'],
      ['Held idle', sizing.idleShare == null ? null : percent(sizing.idleShare) + ' of the time that connections were held'],
      ...(sizing.bounds || []).map((bound) => [words(bound.kind.replace(/_/g, ' ')), visible(bound.why)]),
      ['Computed from', sizing.leases ? plural(sizing.leases, 'lease') + ', ' + moment(sizing.from) + ' to ' + moment(sizing.to) : null]
    ]));
    const curve = (sizing.whatIf || []).length > 1 ? element('div', '', element('h4', '', 'What other sizes would have done'),
      drawCurve(pool), element('p', 'soft plot-note', 'The recorded leases, played again with each size of pool;'
        + ' their length is taken to stay the same.')) : null;
    return [says, curve, drawSizes(pool, sizing)];
  }

  /** The rows about the present size and the advised one. */
  function drawSizes(pool, sizing) {
    const all = sizing.whatIf || [];
    if (all.length === 0) return null;
    const marks = [pool.max, sizing.recommendedMax].filter((mark) => mark > 0);
    const between = all.filter((row) => row.max >= Math.min(...marks) - 2 && row.max <= Math.max(...marks) + 2);
    const near = (size) => Math.min(...marks.map((mark) => Math.abs(mark - size)));
    const shown = between.length <= SIZES_SHOWN ? between
      : between.sort((a, b) => near(a.max) - near(b.max) || a.max - b.max).slice(0, SIZES_SHOWN).sort((a, b) => a.max - b.max);
    const hasIdle = shown.some((row) => row.withoutIdle);
    const heads = ['Size', 'Would wait', 'p50', 'p99', 'Time-outs']
      .concat(hasIdle ? ['Without idle: would wait', 'p50', 'p99'] : []);
    const rows = shown.map((size) => {
      const mark = size.max === sizing.recommendedMax ? (size.max === pool.max ? ' present, advised' : ' advised')
        : size.max === pool.max ? ' present' : '';
      const cells = [element('span', '', count(size.max), mark ? element('span', 'soft', mark) : null), percent(size.probabilityOfWait),
        duration(size.waitP50), duration(size.waitP99), count(size.timeouts)];
      if (hasIdle) {
        const without = size.withoutIdle;
        cells.push(...(without ? [percent(without.probabilityOfWait), duration(without.waitP50), duration(without.waitP99)]
          : ['–', '–', '–']));
      }
      cells.className = mark ? 'marked' : '';
      return cells;
    });
    const caption = 'Waits by size of the pool';
    return element('div', 'wide', scroller(caption, grid('spread sizes', caption, heads, rows)));
  }

  /** Waits by the size of the pool; both axes as people read them, the present and the advised size marked. */
  function drawCurve(pool) {
    const sizing = pool.sizing;
    const rows = sizing.whatIf;
    const lines = [
      {label: 'p99', colour: 'accent', of: (row) => row.waitP99},
      {label: 'p50', colour: 'second', of: (row) => row.waitP50},
      {label: 'p99 without idle', colour: 'accent', dash: [5, 4], of: (row) => row.withoutIdle && row.withoutIdle.waitP99},
      {label: 'p50 without idle', colour: 'second', dash: [5, 4], of: (row) => row.withoutIdle && row.withoutIdle.waitP50}
    ].filter((line) => rows.some((row) => line.of(row) != null));
    const most = Math.max(SHORTEST_WAIT * 10, ...rows.flatMap((row) => lines.map((line) => line.of(row) || 0)));
    const marks = [[pool.max, 'present', 'soft'], [sizing.recommendedMax, 'advised', 'good']]
      .filter(([size]) => size >= rows[0].max && size <= rows[rows.length - 1].max);
    if (marks.length === 2 && marks[0][0] === marks[1][0]) marks.splice(0, 2, [marks[0][0], 'present and advised', 'good']);
    return chart('', 'Wait by size of the pool, as in the table beside it', () => {
      const ink = colour('soft');
      const line = colour('line');
      return {
        type: 'line',
        plugins: [MARKS],
        marks: marks,
        data: {
          datasets: lines.map((line) => ({
            label: line.label,
            data: rows.filter((row) => line.of(row) != null)
              .map((row) => ({x: row.max, y: Math.max(line.of(row), SHORTEST_WAIT), value: line.of(row)})),
            borderColor: colour(line.colour),
            backgroundColor: colour(line.colour),
            borderDash: line.dash || [],
            borderWidth: 2,
            pointRadius: rows.length > 24 ? 0 : 2.5,
            pointHitRadius: 10
          }))
        },
        options: {
          animation: false,
          responsive: true,
          maintainAspectRatio: false,
          interaction: {mode: 'nearest', axis: 'x', intersect: false},
          scales: {
            x: {
              type: 'linear', min: rows[0].max, max: rows[rows.length - 1].max,
              title: {display: true, text: 'connections', color: ink, font: {size: 11}},
              ticks: {color: ink, font: {size: 11}, precision: 0, maxRotation: 0}, grid: {color: line}, border: {color: line}
            },
            y: {
              type: 'logarithmic', min: SHORTEST_WAIT, max: most * 1.4,
              afterBuildTicks: (axis) => {
                axis.ticks = [];
                for (let value = SHORTEST_WAIT; value <= axis.max; value *= 10) axis.ticks.push({value: value});
              },
              ticks: {
                color: ink, font: {size: 11},
                callback: (value) => (value <= SHORTEST_WAIT * 1.01 ? '\u2264 ' : '') + roundDuration(value)
              },
              grid: {color: line}, border: {color: line}
            }
          },
          plugins: {
            legend: {
              position: 'top', align: 'end',
              labels: {color: ink, boxWidth: 18, boxHeight: 1, font: {size: 12}, padding: 8}
            },
            tooltip: {
              callbacks: {
                title: (items) => items.length ? plural(items[0].raw.x, 'connection') : '',
                label: (item) => item.dataset.label + ': ' + duration(item.raw.value)
              }
            }
          }
        }
      };
    });
  }

  return {draw, anchor, evidence, drawsEvidence};
})();
