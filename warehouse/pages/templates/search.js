// Looks through PAGES (kind, name, other words, address). What is found is written as text, never as HTML.
(function () {
  "use strict";
  var form = document.getElementById("search"), words = document.getElementById("words");
  var found = document.getElementById("found"), said = document.getElementById("said"), most = 50;
  form.hidden = false;
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  function look() {
    var parts = words.value.toLowerCase().split(/\s+/).filter(Boolean);
    var hits = parts.length ? PAGES.filter(function (page) {
      var text = (page[1] + " " + page[2]).toLowerCase();
      return parts.every(function (part) { return text.indexOf(part) >= 0; });
    }) : [];
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
