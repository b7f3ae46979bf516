// Looks through PAGES (kind, name, other words, address). What is found is written as text, never as HTML.
(function () {
  "use strict";
  var form = document.getElementById("search"), words = document.getElementById("words");
  var found = document.getElementById("found"), said = document.getElementById("said"), most = 50;
  form.hidden = false;
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  // Full-width and half-width signs are the same, and so are capitals and small letters.
  function plain(text) { return text.normalize("NFKC").toLowerCase(); }
  function look() {
    var parts = plain(words.value).split(/\s+/).filter(Boolean);
    function has(text) { return parts.every(function (part) { return plain(text).indexOf(part) >= 0; }); }
    // What has the words in its name comes before what has them among its other names and codes.
    var named = parts.length ? PAGES.filter(function (page) { return has(page[1]); }) : [];
    var hits = named.concat(parts.length ? PAGES.filter(function (page) { return !has(page[1]) && has(page[1] + " " + page[2]); }) : []);
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
