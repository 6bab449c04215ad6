package dev.kiln.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiln.host.http.DevTools;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The records of benchmarks on the page of a built server, in a browser. */
@DisabledOnOs(OS.WINDOWS)
class BenchmarkPageTest {
  private static final Path SHOTS = Path.of("target", "screenshots");
  private static final String DIALOG = "document.querySelector('dialog[aria-label=Benchmarks]')";

  /** As the public site exports them; the second has what a stranger may try. */
  private static final String SITE =
      """
      [{"timestamp": "2023-03-01 10:00:00", "performance": "17.7 / 25.1", "version": "a",
        "system": "arch:x86_64 cpu:", "libraries": "torch:2.0", "device": "device:RTX 4090 (1)",
        "flags": "sdp", "settings": "sampler:Euler a", "username": "ada", "note": "", "hash": "1"},
       {"timestamp": "2023-04-01 10:00:00", "performance": "2.0 / error", "version": "b",
        "system": "arch:x86_64 cpu:", "libraries": "torch:1.13", "device": "device:GTX 1060",
        "flags": "doggettx", "settings": "sampler:Euler a", "username": "<b>bob</b>", "note": "",
        "hash": "2"}]
      """;

  @TempDir Path folder;
  private ServedPage page;
  private DevTools browser;

  @BeforeEach
  void open() throws Exception {
    page = new ServedPage(folder, 1400, 900);
    browser = page.browser;
  }

  @AfterEach
  void stop() throws Exception {
    if (page != null) {
      page.close();
    }
  }

  @Test
  void recordsOfOthersAreImportedSortedFoundDrawnExportedAndForgotten() throws Exception {
    browser.click("[data-name=open]");
    browser.until(DIALOG + ".open");
    browser.evaluate(
        """
        (() => {
          const given = new DataTransfer();
          given.items.add(new File([%s], 'site.json', { type: 'application/json' }));
          const input = %s.querySelector('[data-name=file]');
          input.files = given.files;
          input.dispatchEvent(new Event('change'));
          window.exported = null;
          const made = URL.createObjectURL;
          URL.createObjectURL = (blob) => {
            blob.text().then((text) => { window.exported = text; });
            return made.call(URL, blob);
          };
        })()
        """
            .formatted(new ObjectMapper().writeValueAsString(SITE), DIALOG));

    browser.until(said("site.json: 2 records imported"));
    assertThat(column("username")).isEqualTo("<b>bob</b>,ada");
    browser.evaluate(DIALOG + ".querySelector('th[data-column=performance] button').click(); 0");
    assertThat(column("username")).isEqualTo("ada,<b>bob</b>");
    assertThat(browser.evaluate(DIALOG + ".querySelector('canvas').height").asInt())
        .isGreaterThan(100);
    browser.screenshot(SHOTS.resolve("benchmarks.png"));

    search("doggettx");
    assertThat(column("username")).isEqualTo("<b>bob</b>");
    press("export");
    browser.until("window.exported");
    JsonNode exported = new ObjectMapper().readTree(browser.evaluate("window.exported").asText());
    assertThat(exported).hasSize(1);
    JsonNode site = new ObjectMapper().readTree(SITE).get(1);
    assertThat(exported.get(0)).isEqualTo(site);

    search("");
    press("forget");
    browser.until(DIALOG + ".querySelectorAll('tbody tr').length === 0");
    assertThat(browser.complaints).isEmpty();
  }

  private void press(String name) throws Exception {
    browser.evaluate(DIALOG + ".querySelector('[data-name=" + name + "]').click(); 0");
  }

  private void search(String words) throws Exception {
    String input = DIALOG + ".querySelector('[data-name=search]')";
    browser.evaluate(
        "%s.value = '%s'; %s.dispatchEvent(new Event('input'))".formatted(input, words, input));
  }

  private static String said(String text) {
    return DIALOG + ".querySelector('[data-name=said]').textContent === '" + text + "'";
  }

  private String column(String name) throws Exception {
    String at =
        "[...%s.querySelectorAll('th')].findIndex((it) => it.dataset.column === '%s')"
            .formatted(DIALOG, name);
    return browser
        .evaluate(
            "[...%s.querySelectorAll('tbody tr')].map((it) => it.cells[%s].textContent).join()"
                .formatted(DIALOG, at))
        .asText();
  }
}
