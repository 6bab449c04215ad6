package dev.kiln.host.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.plugin.Contribution;
import dev.kiln.host.plugin.PanelView;
import dev.kiln.host.plugin.PluginIndex.FieldIndex;
import dev.kiln.host.plugin.PluginIndex.RouteIndex;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.ApiResponse;
import dev.kiln.spi.tensor.Picture;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the script of a plugin's section may do on the page, in a browser. */
class PanelScriptTest extends InBrowser {
  private static final Contribution<RouteIndex> ECHO =
      TestingSite.route("units", "POST", "/units", "Echo");
  private static final Contribution<RouteIndex> REFUSE =
      TestingSite.route("units", "GET", "/units", "Refuse");

  /** Draws a control, and hands the page's object to the test. */
  private static final String SCRIPT =
      """
      export default (element, page) => {
        const input = element.querySelector('input');
        window.page = page;
        window.sizes = [];
        page.onSize(() => window.sizes.push(page.size().join('x')));
        page.options(() => {
          if (input.value === 'bad') throw new Error('unit 1 has no picture; give it one');
          return input.value ? { units: [{ image: input.value }] } : null;
        });
        element.dataset.alive = 'yes';
      };
      """;

  @BeforeEach
  void open() throws Exception {
    server = TestingServer.free();
    server.site.serve(
        Map.of(
            ECHO,
            call -> ApiResponse.ok(call.json()),
            REFUSE,
            call -> {
              throw new BadRequest("units are not listed; name one");
            }));
    server.site.options =
        List.of(
            TestingSite.options("units", List.of(), fields()),
            TestingSite.options("plain", List.of(), fields()));
    server.site.panels = List.of(panel("notes", ""), panel("units", SCRIPT));
    look(1400, 900);
  }

  private static List<FieldIndex> fields() {
    return List.of(
        TestingSite.field("strength", "Strength", "double", 1.0, 0, 2, List.of()),
        TestingSite.field("units", "Units", "List", List.of(), -1 / 0.0, 1 / 0.0, List.of()));
  }

  private static PanelView panel(String plugin, String script) {
    return new PanelView(
        plugin,
        "Units",
        "<canvas width=\"600\" height=\"300\"></canvas><label>Picture <input></label>",
        script);
  }

  @Test
  void aScriptSaysItsPluginsOptionsInPlaceOfTheControlsOfThePage() throws Exception {
    assertThat(text("document.querySelector('#controls .panel').dataset.alive")).isEqualTo("yes");
    assertThat(
            text(
                "[...document.querySelectorAll('#plugins details')].map(d => d.dataset.plugin).join()"))
        .isEqualTo("plain");
    generate(1);
    browser.click("#controls input");
    browser.type("aGk=");
    browser.screenshot(SHOTS.resolve("panel-script.png"));
    generate(2);

    assertThat(server.generator.requests.get(0).plugins()).isEmpty();
    assertThat(server.generator.requests.get(1).plugins())
        .isEqualTo(Map.of("units", Map.of("units", List.of(Map.of("image", "aGk=")))));
    assertThat(text("String(document.querySelectorAll('#panels .panel').length)")).isEqualTo("1");
    assertThat(text("document.querySelector('#controls').offsetWidth"))
        .isEqualTo(text("document.querySelector('form').offsetWidth"));
    browser.window(400, 900, "dark");
    assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
        .isLessThanOrEqualTo(400);
    assertThat(browser.complaints).isEmpty();
  }

  @Test
  void optionsThatAreListsGetNoControlAndAreNotSent() throws Exception {
    assertThat(
            text(
                "[...document.querySelectorAll('#plugins fieldset input')].map(i => i.name).join()"))
        .isEqualTo("strength");
    browser.click("#plugins summary");
    browser.click("#plugins .enable input");
    generate(1);
    assertThat(server.generator.requests.get(0).plugins())
        .isEqualTo(Map.of("plain", Map.of("strength", 1)));
  }

  @Test
  void whatASourceThrowsIsShownAndNothingIsGenerated() throws Exception {
    browser.click("#controls input");
    browser.type("bad");
    browser.click("#generate");
    browser.until("!document.querySelector('#error').hidden");
    assertThat(text("document.querySelector('#error').textContent"))
        .isEqualTo("unit 1 has no picture; give it one");
    assertThat(text("String(document.querySelector('#generate').disabled)")).isEqualTo("false");
    assertThat(server.generator.requests).isEmpty();
  }

  @Test
  void callsGiveTheAnswersJsonAndThrowTheServersSentence() throws Exception {
    assertThat(text("page.call('POST', '/units', [1, null]).then(JSON.stringify)"))
        .isEqualTo("[1,null]");
    assertThat(text("page.call('GET', '/units').catch((problem) => problem.message)"))
        .isEqualTo("units are not listed; name one");
    browser.evaluate("page.error('the picture is too large'); 0");
    assertThat(text("document.querySelector('#error').textContent"))
        .isEqualTo("the picture is too large");
  }

  @Test
  void theSizeIsInPixelsAndItsChangesAreTold() throws Exception {
    assertThat(text("page.size().join('x')")).isEqualTo("128x128");
    choose("size", "192x128");
    choose("size", "192x128");
    choose("size", "");
    browser.evaluate("document.querySelector('#width').value = 96");
    browser.evaluate("document.querySelector('#width').dispatchEvent(new Event('input'))");
    choose("size", "0x0");
    choose("model", "other");
    assertThat(text("sizes.join()")).isEqualTo("192x128,128x128,96x128,128x128,512x512");
  }

  @Test
  void textIsInsertedWhereTheCursorOfThePromptIs() throws Exception {
    browser.click("#prompt");
    browser.type("a girl, sunset");
    browser.evaluate("document.querySelector('#prompt').setSelectionRange(6, 7)");
    browser.evaluate("page.insert(' <lora:cape:1>,'); page.insert(' hat,'); 0");
    assertThat(text("document.querySelector('#prompt').value"))
        .isEqualTo("a girl <lora:cape:1>, hat, sunset");
  }

  @Test
  void whatAScriptHadMadeIsShownInTheGallery() throws Exception {
    server.post("/kiln/v1/txt2img", "{\"prompt\":\"a boat\"}");
    browser.evaluate("page.made()");
    assertThat(text("[...document.querySelectorAll('#gallery img')].map(i => i.alt).join()"))
        .isEqualTo("a boat");
  }

  @Test
  void aScriptThatFailsLeavesThePageUsable() throws Exception {
    server.site.panels =
        List.of(
            panel("one", "export default () => { throw new Error('no canvas'); }"),
            panel("two", "export const nothing = 1;"),
            panel("three", SCRIPT));
    visit();
    assertThat(text("[...document.querySelectorAll('.panel')].map(p => p.dataset.alive).join()"))
        .isEqualTo(",,yes");
    assertThat(text("document.querySelector('.panel .failed').textContent"))
        .isEqualTo("The script of this panel failed: no canvas");
    assertThat(text("String(document.querySelectorAll('.panel .failed').length)")).isEqualTo("2");
    generate(1);
  }

  @Test
  void picturesThatPluginsGaveOutStandBehindTheResultsWithTheirNames() throws Exception {
    Picture given = Picture.black(48, 32);
    for (int x = 0; x < 48; x++) {
      given.set(x, 16, 255, 255, 255);
    }
    server.generator.pictures = new LinkedHashMap<>(Map.of("unit 1 canny", given));
    generate(2);
    browser.until("[...document.querySelectorAll('figure img')].every(i => i.naturalWidth)");
    assertThat(text("[...document.querySelectorAll('figure img')].map(i => i.naturalWidth).join()"))
        .isEqualTo("64,48");
    assertThat(text("document.querySelector('.given .name').textContent"))
        .isEqualTo("unit 1 canny");
    assertThat(text("document.querySelector('.given .save').download"))
        .isEqualTo("kiln-unit-1-canny.png");
    browser.screenshot(SHOTS.resolve("given-picture.png"));
    assertThat(browser.complaints).isEmpty();
  }

  private void generate(int figures) throws Exception {
    browser.click("#generate");
    browser.until("document.querySelectorAll('figure').length === " + figures);
  }

  private void choose(String select, String value) throws Exception {
    browser.evaluate(
        "document.querySelector('#%s').value = '%s';".formatted(select, value)
            + "document.querySelector('#%s').dispatchEvent(new Event('change'))".formatted(select));
  }

  private String text(String expression) throws Exception {
    return browser.evaluate(expression).asText();
  }
}
