package dev.kiln.host.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.image.PictureCodec;
import dev.kiln.host.image.PngImage;
import dev.kiln.host.plugin.PanelView;
import dev.kiln.host.plugin.PluginIndex.FieldIndex;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.ImageFields;
import dev.kiln.host.request.MaskedContent;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.PluginProblem;
import dev.kiln.spi.host.ApiResponse;
import dev.kiln.spi.tensor.Picture;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PageTest extends InBrowser {
  @BeforeEach
  void open() throws Exception {
    server = TestingServer.stepped();
    givePlugins();
    look(1400, 900);
  }

  @Test
  void aPromptThatIsTypedBecomesAPictureWithItsInfotext() throws Exception {
    browser.screenshot(SHOTS.resolve("empty-light.png"));
    browser.click("#prompt");
    browser.type("a girl with long red hair in a green meadow, sunset");
    browser.evaluate("document.querySelector('#steps').value = 4");
    browser.evaluate("document.querySelector('#count').value = 2");
    browser.click("#generate");
    server.generator.allow(3);
    browser.until("document.querySelector('#preview').naturalWidth === 2");
    browser.until(
        "document.querySelector('#status').textContent === 'Picture 1 of 2, step 3 of 4'");
    assertThat(browser.evaluate("document.querySelector('#stop').disabled").asBoolean()).isFalse();
    browser.screenshot(SHOTS.resolve("running-light.png"));
    server.generator.allow(5);

    browser.until("document.querySelectorAll('figure').length === 2");
    browser.until("[...document.querySelectorAll('figure img')].every(i => i.naturalWidth === 64)");
    assertThat(browser.evaluate("document.querySelector('.infotext').textContent").asText())
        .isEqualTo(
            "a girl with long red hair in a green meadow, sunset\n"
                + "Steps: 4, Sampler: DPM++ 2M, Seed: 0, Size: 64x64");
    assertThat(browser.evaluate("document.querySelector('.save').download").asText())
        .isEqualTo("kiln-0.png");
    assertThat(browser.evaluate("document.querySelector('#running').hidden").asBoolean()).isTrue();
    assertThat(browser.complaints).isEmpty();
    lookEverywhere();
  }

  @Test
  void theOptionsOfAPluginAreSentWhenItIsSwitchedOn() throws Exception {
    server.generator.allow(40);
    browser.click("#plugins summary");
    browser.click("#plugins .enable input");
    browser.evaluate("document.querySelector('#plugins [name=mode]').value = 'fast'");
    browser.click("#plugins input[name=threshold]");
    browser.evaluate("document.activeElement.select()");
    browser.type("0.25");
    browser.screenshot(SHOTS.resolve("plugin-light.png"));
    browser.click("#generate");
    browser.until("document.querySelectorAll('figure').length === 1");

    assertThat(server.generator.requests.get(0).plugins())
        .isEqualTo(
            Map.of(
                "step-cache", Map.of("threshold", 0.25, "start", 2, "mode", "fast", "say", true)));
    assertThat(
            browser.evaluate("document.querySelector('[name=mode]').labels[0].innerText").asText())
        .contains("What is skipped.");
    browser.click("#plugins .enable input");
    browser.click("#generate");
    browser.until("document.querySelectorAll('figure').length === 2");
    assertThat(server.generator.requests.get(1).plugins()).isEmpty();
  }

  @Test
  void aPictureAndItsMaskGoWithTheRequest() throws Exception {
    server.generator.allow(40);
    choose("#init", "picture.png");
    browser.until("document.querySelector('#init-shown').naturalWidth === 6");
    browser.evaluate("document.querySelector('#strength').value = 0.4");
    choose("#mask", "mask.png");
    browser.until("!document.querySelector('#mask-fields').hidden");
    browser.click("#only-masked");
    browser.evaluate("document.querySelector('#content').value = 'fill'");
    browser.screenshot(SHOTS.resolve("img2img-light.png"));
    browser.click("#generate");
    browser.until("document.querySelectorAll('figure').length === 1");

    GenerationRequest made = server.generator.requests.get(0);
    assertThat(made.get(ImageFields.INIT_IMAGES).get(0).decoded().width()).isEqualTo(6);
    assertThat(made.get(ImageFields.MASK)).isPresent();
    assertThat(made.get(ImageFields.DENOISING_STRENGTH)).isEqualTo(0.4);
    assertThat(made.get(ImageFields.MASKED_CONTENT)).isEqualTo(MaskedContent.FILL);
    assertThat(made.get(ImageFields.ONLY_MASKED)).isTrue();
    browser.click("#init-clear");
    browser.click("#generate");
    browser.until("document.querySelectorAll('figure').length === 2");
    assertThat(server.generator.requests.get(1).get(ImageFields.INIT_IMAGES)).isEmpty();
    browser.click("figure .begin");
    browser.until("document.querySelector('#init-shown').naturalWidth === 64");
    assertThat(browser.complaints).isEmpty();
  }

  /** What a user does in the dialog for files, which no page may do. */
  private void choose(String input, String name) throws Exception {
    String png = new PictureCodec().encode(Picture.black(6, 4));
    browser.evaluate(
        """
        (() => {
          const bytes = Uint8Array.from(atob('%s'), (c) => c.charCodeAt(0));
          const files = new DataTransfer();
          files.items.add(new File([bytes], '%s', { type: 'image/png' }));
          const input = document.querySelector('%s');
          input.files = files.files;
          input.dispatchEvent(new Event('change'));
        })()
        """
            .formatted(png, name, input));
  }

  @Test
  void controlsBeginWithTheDefaultsOfTheServerAndHaveItsBounds() throws Exception {
    String controls = "[...document.querySelectorAll('#form [data-field]')]";
    assertThat(browser.evaluate(controls + ".map(c => c.id + '=' + c.value).join(', ')").asText())
        .isEqualTo(
            "sampler=DPM++ 2M, scheduler=automatic, steps=20, cfg=7, seed=-1, count=1, strength=0.75, mask-blur=4");
    assertThat(
            browser
                .evaluate(controls + ".slice(2).map(c => c.min + '..' + c.max).join(', ')")
                .asText())
        .isEqualTo("1..1000, -100..100, -1..9007199254740991, 1..1000, 0..1, 0..64");
    server.generator.allow(20);
    browser.click("#generate");
    browser.until("document.querySelectorAll('figure').length === 1");
    assertThat(server.generator.requests.get(0))
        .isEqualTo(GenerationRequest.of("").model("default").build());
  }

  @Test
  void aModelsDefaultsAreShownWhereTheUserHasChangedNothing() throws Exception {
    String other =
        "{ const model = document.querySelector('#model'); model.value = 'other';"
            + " model.dispatchEvent(new Event('change')); document.querySelector('#steps').value }";

    assertThat(browser.evaluate(other).asText()).isEqualTo("12");
    browser.evaluate("document.querySelector('#steps').value = 5");
    assertThat(browser.evaluate(other.replace("'other'", "'default'")).asText()).isEqualTo("5");
  }

  @Test
  void aPictureThatIsDroppedFillsTheFormAndGoesWithTheRequest() throws Exception {
    byte[] png = new PngImage(1, 1, new byte[3], "a boat\nSteps: 11").encode();
    browser.evaluate(
        "{ const bytes = Uint8Array.from(atob('%s'), (c) => c.charCodeAt(0));"
                .formatted(Base64.getEncoder().encodeToString(png))
            + " const data = new DataTransfer(); data.items.add(new File([bytes], 'mine.png'));"
            + " document.querySelector('#form').dispatchEvent(new DragEvent('drop',"
            + " { dataTransfer: data, bubbles: true, cancelable: true })) }");
    browser.until("!document.querySelector('#like').hidden");
    assertThat(
            browser
                .evaluate(
                    "['prompt', 'steps', 'sampler'].map((id) => document.getElementById(id).value).join()")
                .asText())
        .isEqualTo("a boat,11,Euler");
    assertThat(browser.evaluate("document.querySelector('#like-name').textContent").asText())
        .isEqualTo("mine.png");
    assertThat(browser.evaluate("document.querySelector('#error').textContent").asText())
        .isEqualTo("a key has no effect");
    browser.screenshot(SHOTS.resolve("like-light.png"));
    server.generator.allow(40);
    browser.click("#generate");
    browser.until("document.querySelectorAll('figure').length === 1");
    browser.click("#forget");
    assertThat(browser.evaluate("document.querySelector('#like').hidden").asBoolean()).isTrue();
    browser.click("#generate");
    browser.until("document.querySelectorAll('figure').length === 2");

    assertThat(server.generator.requests)
        .extracting(request -> request.clipSkip() + " " + request.steps() + " " + request.plugins())
        .containsExactly("2 11 {cache={threshold=0.5}}", "2 11 {}");
    assertThat(browser.complaints).isEmpty();
  }

  @Test
  void everyControlReachesTheRequest() throws Exception {
    server.generator.allow(40);
    browser.evaluate(
        "for (const [id, value] of Object.entries({negative: 'rain', model: 'other', size: '',"
            + " width: 96, height: 64, sampler: 'Euler a', scheduler: 'karras', steps: 3, cfg: 5.5,"
            + " seed: 42, count: 2})) {"
            + " document.getElementById(id).value = value;"
            + " if (id === 'model') document.getElementById(id).dispatchEvent(new Event('change')) }");
    browser.click("#prompt");
    browser.type("a cat");
    browser.press("Tab", 9);
    browser.click("#generate");
    browser.until("document.querySelectorAll('figure').length === 2");

    assertThat(server.generator.requests.get(0))
        .isEqualTo(
            GenerationRequest.of("a cat")
                .negativePrompt("rain")
                .model("other")
                .size(96, 64)
                .sampler("Euler a")
                .scheduler("karras")
                .steps(3)
                .cfgScale(5.5)
                .seed(42)
                .batch(1, 2)
                .build());
  }

  @Test
  void escapeEndsTheJobAndShowsWhatIsThere() throws Exception {
    browser.evaluate("document.querySelector('#steps').value = 4");
    browser.evaluate("document.querySelector('#count').value = 9");
    browser.click("#generate");
    server.generator.allow(6);
    browser.until(
        "document.querySelector('#status').textContent === 'Picture 2 of 9, step 2 of 4'");
    browser.press("Escape", 27);

    browser.until("document.querySelectorAll('figure').length === 2");
    assertThat(browser.evaluate("document.querySelector('#stop').disabled").asBoolean()).isTrue();
    assertThat(browser.evaluate("document.querySelector('#error').hidden").asBoolean()).isTrue();
  }

  @Test
  void anErrorIsShownInItsPlaceAndTheFormStaysUsable() throws Exception {
    server.generator.onCheck(
        request -> {
          throw new BadRequest("width is 100, which is not a multiple of 8; use 96 or 104");
        });
    browser.click("#generate");

    browser.until("!document.querySelector('#error').hidden");
    assertThat(browser.evaluate("document.querySelector('#error').textContent").asText())
        .isEqualTo("width is 100, which is not a multiple of 8; use 96 or 104");
    assertThat(browser.evaluate("document.querySelector('#generate').disabled").asBoolean())
        .isFalse();
    browser.screenshot(SHOTS.resolve("error-light.png"));
  }

  @Test
  void aFailureDuringTheWorkIsShown() throws Exception {
    server.generator.onWork(
        request -> {
          throw new PluginProblem("plugin 'step-cache' failed in denoise at step 2 of 20: why");
        });
    browser.click("#generate");

    browser.until("!document.querySelector('#error').hidden");
    assertThat(browser.evaluate("document.querySelector('#error').textContent").asText())
        .isEqualTo("plugin 'step-cache' failed in denoise at step 2 of 20: why");
  }

  @Test
  void aLostConnectionIsShownAndTakenUpAgain() throws Exception {
    browser.evaluate(
        "window.EventSource = class extends EventTarget { static CLOSED = 2; readyState = 0;"
            + " constructor() { super(); window.source = this; } close() {} }; 0");
    browser.click("#generate");
    browser.until("window.source");
    browser.evaluate("window.source.onerror(); 0");
    assertThat(browser.evaluate("document.querySelector('#error').textContent").asText())
        .isEqualTo("the connection to the server is lost; the page goes on when it is back");
    assertThat(browser.evaluate("document.querySelector('#running').hidden").asBoolean()).isTrue();

    browser.evaluate("window.source.onopen(); 0");
    assertThat(browser.evaluate("document.querySelector('#error').hidden").asBoolean()).isTrue();
    assertThat(browser.evaluate("document.querySelector('#running').hidden").asBoolean()).isFalse();
  }

  @Test
  void aPanelShowsDataAndItsButtonDeletes() throws Exception {
    browser.until("document.querySelector('.panel p').textContent === '7 entries, 12 MB'");
    browser.click(".panel button");

    browser.until("document.querySelector('.panel p').textContent === '0 entries, 12 MB'");
  }

  @Test
  void aScriptInAPanelCannotRun() throws Exception {
    server.site.panels =
        List.of(
            new PanelView(
                "evil",
                "Evil",
                "<img src=\"data:,\" onerror=\"document.body.dataset.evil = 1\">"
                    + "<script>document.body.dataset.evil = 1</script><p>shown</p>",
                ""));
    browser.open(server.api.url() + "/");
    browser.until("document.querySelector('.panel p')?.textContent === 'shown'");

    browser.until("document.querySelector('.panel img').complete");
    assertThat(browser.evaluate("document.body.dataset.evil ?? 'nothing'").asText())
        .isEqualTo("nothing");
  }

  @Test
  void everyControlHasAName() throws Exception {
    assertThat(
            browser
                .evaluate(
                    "[...document.querySelectorAll('input, select, textarea, button')].filter(e =>"
                        + " !(e.labels?.length || e.ariaLabel || e.textContent.trim())).length")
                .asInt())
        .isZero();
  }

  private void lookEverywhere() throws Exception {
    for (String scheme : List.of("light", "dark")) {
      for (int width : List.of(400, 1400)) {
        browser.window(width, 900, scheme);
        assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
            .isLessThanOrEqualTo(width);
        browser.screenshot(SHOTS.resolve("done-" + scheme + "-" + width + ".png"));
      }
    }
  }

  private void givePlugins() {
    List<FieldIndex> fields =
        List.of(
            TestingSite.field("threshold", "Threshold", "double", 0.1, 0, 1, List.of()),
            TestingSite.field("start", "First step", "int", 2, 0, 100, List.of()),
            TestingSite.choice("mode", "What is skipped.", "safe", "safe", "fast"),
            TestingSite.field("say", "Say it in the infotext", "boolean", true, 0, 0, List.of()));
    server.site.options = List.of(TestingSite.options("step-cache", List.of("Step cache"), fields));
    server.site.panels =
        List.of(
            new PanelView(
                "notes",
                "Embeddings on disk",
                "<p data-get=\"/kiln/v1/notes\"><b data-field=\"count\"></b> entries,"
                    + " <span data-field=\"size\"></span></p>"
                    + "<button data-delete=\"/kiln/v1/notes\">Delete all</button>",
                ""));
    int[] count = {7};
    server.site.serve(
        Map.of(
            TestingSite.route("notes", "GET", "/kiln/v1/notes", "How many notes"),
            call -> ApiResponse.ok(Map.of("count", count[0], "size", "12 MB")),
            TestingSite.route("notes", "DELETE", "/kiln/v1/notes", "Delete all notes"),
            call -> {
              count[0] = 0;
              return ApiResponse.ok(Map.of());
            }));
  }
}
