// Draws the section of transactions.
querytap.transactions = (function () {
  'use strict';

  const {element, nothing, place, byId, plural, duration} = querytap;
  const {spreadTable} = querytap.charts;

  function draw(run) {
    const body = byId('transactions-body');
    const transactions = run.report.transactions;
    if (!transactions || !transactions.count) {
      place(body, nothing('No transaction ended',
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
    place(body, element('div', 'card table-card', spreadTable('Durations of transactions', lines, 'plain')));
  }

  return {draw};
})();
