'use strict';
(function () {
  var box = document.querySelector('.filter');
  if (!box) { return; }
  var word = document.getElementById('filter');
  var bad = document.getElementById('only-bad');
  var turns = document.getElementById('only-turns');
  var count = document.getElementById('filter-count');
  var rows = Array.prototype.slice.call(document.querySelectorAll('.matrix tr.row'));
  box.hidden = false;
  function differs(row) {
    var seen = {};
    row.querySelectorAll('td i').forEach(function (letter) { seen[letter.textContent] = true; });
    return Object.keys(seen).length > 1;
  }
  function apply() {
    var text = word.value.trim().toLowerCase();
    var shown = 0;
    rows.forEach(function (row) {
      var link = row.querySelector('th a');
      var group = row.parentNode.querySelector('.group th');
      var words = ((group ? group.textContent : '') + '/' + link.textContent + ' ' + link.title).toLowerCase();
      var show = words.indexOf(text) >= 0
        && (!bad.checked || row.querySelector('.s-fail, .s-error') !== null)
        && (!turns.checked || differs(row));
      row.hidden = !show;
      shown += show ? 1 : 0;
    });
    document.querySelectorAll('.matrix tbody').forEach(function (body) {
      var group = body.querySelector('.group');
      if (group) { group.hidden = body.querySelector('tr.row:not([hidden])') === null; }
    });
    count.textContent = shown === rows.length ? '' : shown + ' of ' + rows.length;
  }
  [word, bad, turns].forEach(function (input) { input.addEventListener('input', apply); });
}());
(function () {
  var box = document.querySelector('.claim-filter');
  if (!box) { return; }
  var words = document.getElementById('claim-words');
  var selects = ['thread', 'author', 'verdict'].map(function (name) { return document.getElementById('claim-' + name); });
  var count = document.getElementById('claim-count');
  var rows = Array.prototype.slice.call(document.querySelectorAll('tr.claim'));
  box.hidden = false;
  function evidence(row) {
    var next = row.nextElementSibling;
    return next && next.classList.contains('evidence') ? next : null;
  }
  function apply() {
    var shown = 0;
    rows.forEach(function (row) {
      var data = row.dataset;
      var show = data.words.indexOf(words.value.trim().toLowerCase()) >= 0
        && (selects[0].value === '' || data.thread === selects[0].value)
        && (selects[1].value === '' || data.author === selects[1].value)
        && (selects[2].value === '' || data.verdicts.split(' ').indexOf(selects[2].value) >= 0);
      row.hidden = !show;
      if (evidence(row)) { evidence(row).hidden = !show; }
      shown += show ? 1 : 0;
    });
    count.textContent = shown === rows.length ? '' : shown + ' of ' + rows.length;
  }
  [words].concat(selects).forEach(function (input) { input.addEventListener('input', apply); });
  function open() {
    var row = location.hash.length > 1 ? document.getElementById(location.hash.slice(1)) : null;
    var below = row && row.classList.contains('claim') ? evidence(row) : null;
    if (below) { below.querySelector('details').open = true; }
  }
  window.addEventListener('hashchange', open);
  open();
}());
