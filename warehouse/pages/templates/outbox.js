// Links into the outbox are told from current/pages; a page that is opened below snapshots/ID/pages lies one folder deeper.
(function () {
  "use strict";
  if (!/\/snapshots\/[^/]+\/pages\/d\/[^/]+$/.test(location.pathname)) return;
  document.querySelectorAll('a[href^="../../../outbox/"]').forEach(function (link) {
    link.setAttribute("href", "../" + link.getAttribute("href"));
  });
})();
