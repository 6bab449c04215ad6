package dev.kiln.host.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.ImageFields;
import dev.kiln.spi.host.ApiResponse;
import dev.kiln.spi.tensor.Picture;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What someone does with the page beyond one picture. */
class PageUseTest extends InBrowser {
  private static final String FIGURES = "document.querySelectorAll('#gallery figure').length === ";

  @BeforeEach
  void open() throws Exception {
    server = TestingServer.stepped();
    server.site.serve(
        Map.of(
            TestingSite.route("lora", "GET", "/sdapi/v1/loras", "LoRAs"),
            call -> ApiResponse.ok(List.of(Map.of("name", "cape"), Map.of("name", "red-cape")))));
    look(1280, 800);
  }

  @Test
  void aReloadFindsControlsPicturesAndTheJobThatRuns() throws Exception {
    prompt("a house");
    set("steps", "4");
    server.generator.allow(4);
    browser.click("#generate");
    browser.until(FIGURES + "1");
    prompt("a boat");
    browser.click("#generate");
    server.generator.allow(2);
    browser.until("document.querySelector('#status').textContent === 'Step 2 of 4'");

    visit();
    browser.until("document.querySelector('#status').textContent === 'Step 2 of 4'");
    assertThat(text("#prompt", "value")).isEqualTo("a boat");
    assertThat(text("#steps", "value")).isEqualTo("4");
    assertThat(text(".infotext", "textContent")).startsWith("a house\n");
    browser.press("Escape", 27);
    browser.until(FIGURES + "2");
    assertThat(text(".infotext", "textContent")).startsWith("a boat\n");
    assertThat(browser.complaints).isEmpty();
  }

  @Test
  void whatWaitsIsListedAndCanBeTakenOut() throws Exception {
    List<String> prompts = List.of("first", "second", "third");
    for (int i = 0; i < prompts.size(); i++) {
      prompt(prompts.get(i));
      browser.click("#generate");
      int jobs = i + 1;
      DevTools.until("it is queued", () -> server.jobs.list().size() == jobs);
    }
    browser.until("document.querySelectorAll('#queue li').length === 2");
    assertThat(text("#queue", "innerText")).contains("second").contains("third");
    browser.screenshot(SHOTS.resolve("queue.png"));
    browser.click("#queue li button");
    browser.until("document.querySelectorAll('#queue li').length === 1");
    server.generator.allow(40);

    browser.until(FIGURES + "2");
    assertThat(server.generator.requests)
        .extracting(GenerationRequest::prompt)
        .containsExactly("first", "third");
  }

  @Test
  void aPictureIsEnlargedAndDeleted() throws Exception {
    server.generator.allow(40);
    browser.click("#generate");
    browser.until(FIGURES + "1");
    browser.click("#generate");
    browser.until(FIGURES + "2");
    browser.click("figure .show");
    browser.until("document.querySelector('#zoom').open");
    String first = text("#zoom-picture", "src");
    browser.press("ArrowRight", 39);
    assertThat(text("#zoom-picture", "src")).isNotEqualTo(first);
    browser.screenshot(SHOTS.resolve("zoom.png"));
    browser.click("#zoom-close");
    browser.evaluate("window.confirm = (question) => question === 'Delete this picture?'; 0");
    browser.click("figure .delete");
    browser.until(FIGURES + "1");

    visit();
    assertThat(browser.evaluate("document.querySelectorAll('#gallery figure').length").asInt())
        .isEqualTo(1);
    assertThat(server.jobs.list()).hasSize(1);
  }

  @Test
  void whatIsPaintedIsTheMaskAndALargePictureIsDrawnAtTheModelsSize() throws Exception {
    server.generator.allow(40);
    set("size", "");
    set("width", "512");
    set("height", "512");
    browser.click("#generate");
    browser.until(FIGURES + "1");
    set("size", "0x0");
    browser.click("figure .inpaint");
    browser.until("document.activeElement.id === 'brush'");
    browser.click("#brush");
    browser.press(" ", 32);
    browser.screenshot(SHOTS.resolve("inpaint.png"));
    browser.click("#undo");
    browser.click("#undo");
    assertThat(browser.evaluate("document.querySelector('#mask-fields').hidden").asBoolean())
        .isTrue();
    browser.click("#redo");
    browser.click("#generate");
    browser.until(FIGURES + "2");

    GenerationRequest made = server.generator.requests.get(1);
    Picture mask = made.get(ImageFields.MASK).orElseThrow().decoded();
    assertThat(mask.width()).isEqualTo(512);
    assertThat(mask.at(256, 256, 0)).isEqualTo(255);
    assertThat(mask.at(2, 2, 0)).isZero();
    assertThat(made.width()).isEqualTo(128);
    assertThat(made.height()).isEqualTo(128);
    assertThat(browser.complaints).isEmpty();
  }

  @Test
  void keysWeighWordsAndCompleteNames() throws Exception {
    browser.click("#prompt");
    browser.type("a red house");
    browser.evaluate("document.querySelector('#prompt').setSelectionRange(4, 4)");
    browser.chord("ArrowUp", 38);
    browser.chord("ArrowUp", 38);
    assertThat(text("#prompt", "value")).isEqualTo("a (red:1.2) house");
    browser.chord("ArrowDown", 40);
    browser.chord("ArrowDown", 40);
    assertThat(text("#prompt", "value")).isEqualTo("a red house");
    browser.evaluate("document.querySelector('#prompt').setSelectionRange(11, 11)");
    browser.type(", <lora:ca");
    browser.until("document.querySelectorAll('#suggestions li').length === 2");
    browser.screenshot(SHOTS.resolve("completion.png"));
    browser.press("ArrowDown", 40);
    browser.press("Enter", 13);
    assertThat(text("#prompt", "value")).isEqualTo("a red house, <lora:red-cape:1>");
    browser.chord("ArrowDown", 40);
    assertThat(text("#prompt", "value")).isEqualTo("a red house, <lora:red-cape:0.95>");
    assertThat(browser.evaluate("document.querySelector('#suggestions').hidden").asBoolean())
        .isTrue();
  }

  @Test
  void pluginsAreSwitchedOnThePage() throws Exception {
    browser.click("#show-plugins");
    browser.until("document.querySelectorAll('#plugin-lines li').length === 1");
    browser.click("#plugin-lines input");
    browser.until("document.querySelector('#plugin-lines input')");
    DevTools.until("it is switched", () -> server.site.switched.equals("notes false"));
    browser.screenshot(SHOTS.resolve("plugin-list.png"));
  }

  @Test
  void settingsAreChangedByTypeAndSetBack() throws Exception {
    server.site.options =
        List.of(
            TestingSite.options(
                "notes",
                List.of(),
                List.of(
                    TestingSite.field(
                        "ngms", "NGMS", "double", 0.0, 0, 15, List.of("s_min_uncond")))));
    visit();
    assertThat(text("#plugins summary", "innerText").strip()).isEqualTo("Takes notes\nNotes");
    openSettings();
    assertThat(text("#settings legend", "innerText").strip()).isEqualTo("Takes notes\nNotes");
    settings("samples_format", "webp");
    settings("CLIP_stop_at_last_layers", "2");
    settings("s_min_uncond", "3");
    browser.click("#settings [name=sgm_noise_multiplier]");
    browser.screenshot(SHOTS.resolve("settings.png"));
    browser.click("#settings .primary");
    browser.until("!document.querySelector('#settings-saved').hidden");
    JsonNode options = server.get("/sdapi/v1/options").json();
    assertThat(options.get("samples_format").asText()).isEqualTo("webp");
    assertThat(options.get("CLIP_stop_at_last_layers").asInt()).isEqualTo(2);
    assertThat(options.get("s_min_uncond").asDouble()).isEqualTo(3);
    assertThat(options.get("sgm_noise_multiplier").asBoolean()).isTrue();

    browser.evaluate("document.querySelector('#settings [name=jpeg_quality]').select()");
    browser.evaluate("document.querySelector('#settings [name=jpeg_quality]').focus()");
    browser.type("101");
    browser.press("Enter", 13);
    browser.until("!document.querySelector('#settings-error').hidden");
    assertThat(text("#settings-error", "textContent"))
        .isEqualTo("jpeg_quality is 101; it must be 1 to 100");
    browser.click("#settings-default");
    browser.until("!document.querySelector('#settings-saved').hidden");
    assertThat(server.get("/sdapi/v1/options").json().get("samples_format").asText())
        .isEqualTo("png");
    assertThat(text("#settings [name=samples_format]", "value")).isEqualTo("png");
  }

  private void openSettings() throws Exception {
    browser.click("#show-settings");
    browser.until("document.querySelector('#settings [name=sd_model_checkpoint]')");
  }

  private void settings(String name, String value) throws Exception {
    browser.evaluate(
        "document.querySelector('#settings [name=%s]').value = '%s'; 0".formatted(name, value));
  }

  @Test
  void jobsAreListedOnceAndWhatEndedMeanwhileIsShown() throws Exception {
    server.generator.allow(100);
    server.post("/kiln/v1/txt2img", "{\"id\":\"early\",\"prompt\":\"early\"}");
    visit();
    String lists =
        "performance.getEntriesByType('resource').filter((it) => it.name.endsWith('/kiln/v1/jobs'))"
            + ".length";
    assertThat(browser.evaluate(lists).asInt()).isEqualTo(1);
    assertThat(text(".infotext", "textContent")).startsWith("early\n");

    server.post("/kiln/v1/txt2img", "{\"id\":\"late\",\"prompt\":\"late\"}");
    browser.evaluate("document.dispatchEvent(new Event('visibilitychange'))");
    browser.until(FIGURES + "2");
    assertThat(text(".infotext", "textContent")).startsWith("late\n");
  }

  @Test
  void generateIsInSightAndAxeFindsNothingSerious() throws Exception {
    server.generator.allow(40);
    browser.click("#generate");
    browser.until(FIGURES + "1");
    browser.click("figure .inpaint");
    browser.until("document.activeElement.id === 'brush'");
    try (InputStream axe = PageUseTest.class.getResourceAsStream("/axe.min.js")) {
      browser.evaluate(new String(axe.readAllBytes(), StandardCharsets.UTF_8) + "; 0");
    }
    browser.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })");
    for (String scheme : List.of("light", "dark")) {
      for (int[] size : List.of(new int[] {1280, 800}, new int[] {390, 844})) {
        browser.window(size[0], size[1], scheme);
        browser.evaluate("scrollTo(0, 0)");
        String bottom =
            "Math.round(document.querySelector('#generate').getBoundingClientRect().bottom)";
        assertThat(browser.evaluate(bottom).asInt()).isBetween(40, size[1]);
        assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
            .isLessThanOrEqualTo(size[0]);
        demandNothingSerious();
        browser.screenshot(SHOTS.resolve("all-open-" + scheme + "-" + size[0] + ".png"));
        openSettings();
        demandNothingSerious();
        browser.sight(SHOTS.resolve("settings-" + scheme + "-" + size[0] + ".png"));
        browser.click("#settings-close");
      }
    }
  }

  private void demandNothingSerious() throws Exception {
    String serious =
        "axe.run().then((r) => r.violations"
            + ".filter((v) => ['serious', 'critical'].includes(v.impact))"
            + ".map((v) => v.id + ': ' + v.nodes.map((n) => n.html).join()).join('\\n'))";
    assertThat(browser.evaluate(serious).asText()).isEmpty();
  }

  private void prompt(String text) throws Exception {
    set("prompt", text);
  }

  private void set(String id, String value) throws Exception {
    browser.evaluate(
        "{ const c = document.getElementById('%s'); c.value = '%s';".formatted(id, value)
            + " c.dispatchEvent(new Event('change', { bubbles: true })); }");
  }

  private String text(String selector, String property) throws Exception {
    return browser.evaluate("document.querySelector('" + selector + "')." + property).asText();
  }
}
