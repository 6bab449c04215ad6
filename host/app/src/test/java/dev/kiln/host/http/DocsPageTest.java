package dev.kiln.host.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spi.host.ApiResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of the HTTP API in a browser. */
class DocsPageTest {
  @TempDir private Path profile;

  @Test
  void allRoutesAreShownThoseOfPluginsToo() throws Exception {
    try (Chromium chromium = Chromium.launched(profile);
        TestingServer server = TestingServer.free()) {
      server.site.serve(
          Map.of(
              TestingSite.route("notes", "GET", "/kiln/v1/notes", "Notes of a plugin"),
              call -> ApiResponse.ok(Map.of())));
      DevTools browser = chromium.page();
      browser.window(1280, 800, "light");
      browser.open(server.api.url() + "/docs");
      browser.until("document.querySelectorAll('details').length > 60");

      assertThat(browser.evaluate("document.querySelector('main').textContent").asText())
          .contains("POST/sdapi/v1/txt2img", "GET/kiln/v1/notes Notes of a plugin", "cfg_scale");
      browser.evaluate("document.querySelectorAll('details')[2].open = true");
      browser.screenshot(Path.of("target", "screenshots", "docs-light.png"));
      browser.window(390, 844, "dark");
      assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
          .isLessThanOrEqualTo(390);
      browser.screenshot(Path.of("target", "screenshots", "docs-phone.png"));
      assertThat(browser.complaints).isEmpty();
      browser.close();
    }
  }
}
