// Says on a page that it is older than a day by the reader's own clock: what fell due since is not on it.
(function () {
  "use strict";
  var known = document.getElementById("known");
  var days = known ? Math.floor((Date.now() - Date.parse(known.getAttribute("datetime") + "T00:00:00+08:00")) / 864e5) : 0;
  if (days < 2) return;
  var said = document.createElement("p"), name = document.createElement("b");
  said.className = "note late noprint";
  name.textContent = "本页写于" + days + "天前。";
  said.append(name, "此后收到的、到期的都没有反映，请打开最新的数据版本。");
  document.querySelector("main").prepend(said);
})();
