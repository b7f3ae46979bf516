// Looks through PAGES (kind, name, other words, address, syllables of the name). What is found is written as text, never
// as HTML.
(function () {
  "use strict";
  var form = document.getElementById("search"), words = document.getElementById("words");
  var found = document.getElementById("found"), said = document.getElementById("said"), most = 50, longest = 40;
  form.hidden = false;
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  // Full-width and half-width signs are the same, and so are capitals and small letters; v is typed for \u00fc.
  function plain(text) { return text.normalize("NFKC").toLowerCase().replace(/\u00fc/g, "v"); }
  function starts(text, part) { return text.slice(0, part.length) === part; }
  // Syllables in their order, each whole or by its initial; the last one may be half typed.
  function spells(syllables, at, rest) {
    if (!rest) return true;
    if (at === syllables.length) return false;
    var syllable = syllables[at], initial = /^[zcs]h/.exec(syllable);
    return starts(syllable, rest) ||
      (starts(rest, syllable) && spells(syllables, at + 1, rest.slice(syllable.length))) ||
      (initial && starts(rest, initial[0]) && spells(syllables, at + 1, rest.slice(2))) ||
      (rest[0] === syllable[0] && spells(syllables, at + 1, rest.slice(1)));
  }
  // Whole syllables with others left out between them, as people shorten names: guzi for guding zichan.
  function shortens(syllables, at, rest) {
    for (; rest && at < syllables.length; at++)
      if (starts(rest, syllables[at]) && shortens(syllables, at + 1, rest.slice(syllables[at].length))) return true;
    return !rest;
  }
  // How well a page has a word: in its name, its other names and codes, its pinyin, its pinyin shortened; 4: not at all.
  function rank(page, part) {
    if (plain(page[1]).indexOf(part) >= 0) return 0;
    if (plain(page[2]).indexOf(part) >= 0) return 1;
    if (!page[4] || part.length > longest || !/^[a-z]+$/.test(part)) return 4;
    var syllables = page[4].split(" ");
    if (syllables.some(function (_, at) { return spells(syllables, at, part); })) return 2;
    return shortens(syllables, 0, part) ? 3 : 4;
  }
  function look() {
    var parts = plain(words.value).split(/\s+/).filter(Boolean), hits = [[], [], [], [], []];
    if (parts.length) PAGES.forEach(function (page) {
      hits[Math.max.apply(null, parts.map(function (part) { return rank(page, part); }))].push(page);
    });
    hits = hits[0].concat(hits[1], hits[2], hits[3]);
    found.textContent = "";
    hits.slice(0, most).forEach(function (page) {
      var item = document.createElement("li"), link = document.createElement("a");
      link.href = page[3];
      link.textContent = page[1];
      item.append(page[0] + " ", link);
      found.append(item);
    });
    said.textContent = !parts.length ? "" : !hits.length ? "没有找到。" :
      "找到" + hits.length + "页" + (hits.length > most ? "，列出前" + most + "页。" : "。");
  }
  words.addEventListener("input", look);
})();
