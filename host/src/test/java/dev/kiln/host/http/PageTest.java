package dev.kiln.host.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kiln.host.http.PluginSite.OptionField;
import dev.kiln.host.http.PluginSite.OptionGroup;
import dev.kiln.host.http.PluginSite.PanelView;
import dev.kiln.host.http.PluginSite.PluginRoute;
import dev.kiln.spi.host.ApiResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageTest {
  private static final Path SHOTS = Path.of("target", "screenshots");

  @TempDir Path profile;
  private TestingServer server;
  private DevTools browser;

  @BeforeEach
  void open() throws Exception {
    Optional<Path> chromium = DevTools.browser();
    assumeTrue(
        chromium.isPresent() || System.getenv("CI") != null,
        "no Chromium on the PATH: the page is not tested on this machine");
    server = TestingServer.stepped();
    givePlugins();
    browser = new DevTools(chromium.orElseThrow(), profile);
    browser.window(1400, 900, "light");
    browser.open(server.api.url() + "/");
    browser.until("document.body?.dataset.ready");
  }

  @AfterEach
  void stop() throws Exception {
    if (browser != null) {
      browser.close();
    }
    if (server != null) {
      server.close();
    }
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
    assertThat(browser.evaluate("document.querySelector('#generate').disabled").asBoolean())
        .isTrue();
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
    List<OptionField> fields =
        List.of(
            new OptionField("threshold", "Threshold", "double", "0.1", 0, 1, List.of()),
            new OptionField("start", "First step", "int", "2", 0, 100, List.of()),
            new OptionField("say", "Say it in the infotext", "boolean", "true", 0, 0, List.of()));
    server.site.options = List.of(new OptionGroup("step-cache", "Step cache", fields));
    server.site.panels =
        List.of(
            new PanelView(
                "notes",
                "Embeddings on disk",
                "<p data-get=\"/kiln/v1/notes\"><b data-field=\"count\"></b> entries,"
                    + " <span data-field=\"size\"></span></p>"
                    + "<button data-delete=\"/kiln/v1/notes\">Delete all</button>"));
    int[] count = {7};
    server.site.serve(
        Map.of(
            new PluginRoute("notes", "GET", "/kiln/v1/notes", "How many notes"),
            call -> ApiResponse.ok(Map.of("count", count[0], "size", "12 MB")),
            new PluginRoute("notes", "DELETE", "/kiln/v1/notes", "Delete all notes"),
            call -> {
              count[0] = 0;
              return ApiResponse.ok(Map.of());
            }));
  }
}
