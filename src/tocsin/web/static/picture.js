// A picture is read on the device of the person: its words and their places are sent, never the picture. Where that does
// not work, the file stays in its field and the server reads it.
(function () {
  "use strict";
  var form = document.querySelector("form.ask");
  var input = form && form.elements.file;
  var words = form && form.elements.words;
  if (!words || !window.Worker || !window.WebAssembly || !window.createImageBitmap) return;
  var status = form.querySelector("[data-reading]");
  var said = status.dataset;
  var LONG_SIDE = 3000, NARROW = 640, turn = 0, reading = false, engine;

  // Whoever presses the button meanwhile would send the picture after all, and get two answers.
  document.addEventListener("submit", function (event) {
    if (!reading || event.target !== form) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);

  input.addEventListener("change", function () {
    var file = input.files[0], mine = ++turn;
    words.value = "";
    reading = !!file && /^image\//.test(file.type);
    if (!reading) { status.textContent = ""; return; }
    tell(0);
    read(file).then(function (found) {
      if (mine !== turn) return;
      if (!found.lines.length && !found.codes.length) throw new Error("empty");
      reading = false;
      words.value = JSON.stringify(found);
      input.value = "";
      status.textContent = "";
      form.requestSubmit();
    }).catch(function () {
      if (mine !== turn) return;
      reading = false;
      status.textContent = said.unread;
    });
  });

  function tell(share) { status.textContent = said.reading.replace("{percent}", Math.round(100 * share)); }

  function read(file) {
    return createImageBitmap(file).then(function (picture) {
      var scale = Math.max(picture.width, picture.height) > LONG_SIDE ? LONG_SIDE / Math.max(picture.width, picture.height)
        : picture.width < NARROW ? 2 : 1;
      var canvas = document.createElement("canvas");
      canvas.width = Math.round(picture.width * scale);
      canvas.height = Math.round(picture.height * scale);
      var pen = canvas.getContext("2d");
      pen.fillStyle = "white";
      pen.fillRect(0, 0, canvas.width, canvas.height);
      pen.imageSmoothingQuality = "high";
      pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
      return Promise.all([recogniser(), codes(canvas)]).then(function (both) {
        return both[0].recognize(canvas, {}, { blocks: true, text: false }).then(function (done) {
          return { width: canvas.width, height: canvas.height, lines: lines(done.data.blocks || []), codes: both[1] };
        });
      });
    });
  }

  function recogniser() {
    engine = engine || script(said.engine).then(function () {
      return new Promise(function (done, failed) {
        window.Tesseract.createWorker("fra", 1, {
          workerPath: said.worker, corePath: said.core, workerBlobURL: false, gzip: false, cacheMethod: "none",
          langPath: said.data + "?", // it adds the name of a file, which the server passes over
          logger: function (step) { if (step.status === "recognizing text") tell(step.progress); },
          errorHandler: failed
        }).then(done, failed);
      });
    });
    engine.catch(function () { engine = null; });
    return engine;
  }

  function script(address) {
    return new Promise(function (done, failed) {
      var one = document.createElement("script");
      one.src = address; one.onload = done; one.onerror = failed;
      document.head.appendChild(one);
    });
  }

  function codes(canvas) {
    if (!window.BarcodeDetector) return [];
    return new BarcodeDetector({ formats: ["qr_code"] }).detect(canvas)
      .then(function (found) { return found.map(function (code) { return code.rawValue; }); })
      .catch(function () { return []; });
  }

  function lines(blocks) {
    var found = [];
    blocks.forEach(function (block) {
      block.paragraphs.forEach(function (paragraph) {
        paragraph.lines.forEach(function (line) {
          found.push(line.words.map(function (word) {
            var box = word.bbox;
            return [word.text.slice(0, 400), word.confidence, box.x0, box.y0, box.x1, box.y1];
          }));
        });
      });
    });
    return found;
  }
})();
