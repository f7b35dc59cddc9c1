// Says why the app did not start, instead of leaving the page blank. Written for old browsers: what breaks the app must not break this.
(function () {
  var PATIENCE_MS = 20000;

  /**
   * @param {string} ko
   * @param {string} en
   * @param {string} [detail]
   */
  function say(ko, en, detail) {
    var view = document.getElementById("view");
    // Once something is shown the app tells about its own faults.
    if (!view || view.childNodes.length > 0) return;
    var card = document.createElement("div");
    card.className = "card";
    card.setAttribute("role", "alert");
    card.setAttribute("data-start", "failed");
    [ko, en, detail].forEach(function (text) {
      if (!text) return;
      var paragraph = document.createElement("p");
      paragraph.appendChild(document.createTextNode(text));
      card.appendChild(paragraph);
    });
    view.appendChild(card);
  }

  /** @param {string} [detail] */
  function sayOld(detail) {
    say(
      "이 브라우저에는 이 화면에 필요한 기능이 없어요. 브라우저를 최신 버전으로 업데이트하거나 크롬, 삼성 인터넷, 사파리, 엣지의 최신 버전에서 이 주소를 열어 주세요.",
      "This browser lacks a function that this page needs. Update the browser, or open this address in a current version of Chrome, Samsung Internet, Safari or Edge.",
      detail
    );
  }

  /** @param {unknown} error */
  function nameOf(error) {
    return error instanceof Error ? error.name + ": " + error.message : String(error);
  }

  window.addEventListener(
    "error",
    function (event) {
      if (event.target instanceof HTMLScriptElement) {
        say(
          "화면을 다 불러오지 못했어요. 인터넷 연결을 확인하고 새로 고침해 주세요.",
          "The page could not be loaded completely. Check the connection and reload the page."
        );
      } else if (event.message) sayOld(event.message);
    },
    true
  );
  window.addEventListener("unhandledrejection", function (event) {
    sayOld(nameOf(event.reason));
  });
  window.addEventListener("load", function () {
    if (!("noModule" in HTMLScriptElement.prototype)) return sayOld();
    setTimeout(function () {
      say(
        "화면이 시작되지 않아요. 새로 고침해 주세요. 그래도 안 되면 브라우저를 다시 시작해 주세요.",
        "The page does not start. Reload it. If that does not help, restart the browser."
      );
    }, PATIENCE_MS);
  });
})();
