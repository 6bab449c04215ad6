package dev.kiln.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.http.DevTools;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The way of someone who opens the page for the first time, on the real host. */
@DisabledOnOs(OS.WINDOWS)
class PagePathTest {
  private static final Path ROOT = StandAloneProject.ROOT;
  private static final Path SHOTS = Path.of("target", "screenshots");
  private static final String FIGURES = "document.querySelectorAll('#gallery figure').length === ";

  @TempDir Path folder;

  private ServedPage page;
  private DevTools browser;

  @BeforeEach
  void open() throws Exception {
    page = new ServedPage(folder, 1280, 800);
    browser = page.browser;
  }

  @AfterEach
  void stop() throws Exception {
    if (page != null) {
      page.close();
    }
  }

  @Test
  void drawsChangesAPartUpscalesAndFindsThePictureAgain() throws Exception {
    browser.click("#prompt");
    browser.type("a girl with long red hair in a green meadow, sunset");
    browser.evaluate("document.querySelector('#seed').value = 103");
    browser.sight(SHOTS.resolve("page-1-write.png"));
    browser.click("#generate");
    browser.until(FIGURES + "1");
    browser.until("document.querySelector('figure img').naturalWidth > 0");
    browser.evaluate("scrollTo(0, 0)");
    browser.sight(SHOTS.resolve("page-2-drawn.png"));

    browser.click("figure .inpaint");
    browser.until("document.activeElement.id === 'brush'");
    paint();
    browser.evaluate(
        "document.querySelector('#prompt').value ="
            + " 'a girl with long blonde hair in a green meadow, sunset'");
    browser.sight(SHOTS.resolve("page-3-paint.png"));
    browser.click("#generate");
    browser.until(FIGURES + "2");
    browser.until("document.querySelector('figure img').naturalWidth > 0");
    browser.sight(SHOTS.resolve("page-4-inpainted.png"));

    browser.click("figure .receiver");
    browser.until("!document.querySelector('[data-plugin=upscaler-onnx] [data-name=go]').disabled");
    browser.click("[data-plugin=upscaler-onnx] [data-name=go]");
    browser.until(FIGURES + "3");
    browser.until(
        "((large, small) => large.naturalWidth === 2 * small.naturalWidth && small.naturalWidth > 0)"
            + "(...document.querySelectorAll('figure img'))");
    browser.sight(SHOTS.resolve("page-5-upscaled.png"));

    page.visit();
    browser.until(FIGURES + "3");
    assertThat(browser.evaluate("document.querySelector('.infotext').textContent").asText())
        .startsWith("a girl with long blonde hair in a green meadow, sunset\n")
        .contains("Denoising strength: 0.75", "Postprocess upscale by: 2");
    browser.until("document.querySelector('figure img').naturalWidth > 0");
    for (String scheme : new String[] {"light", "dark"}) {
      browser.window(1280, 800, scheme);
      browser.sight(SHOTS.resolve("page-6-again-" + scheme + ".png"));
      browser.window(390, 844, scheme);
      browser.sight(SHOTS.resolve("page-7-phone-" + scheme + ".png"));
    }
    assertThat(browser.complaints).isEmpty();
  }

  @Test
  void aPaceIsChosenAndTheInfotextSaysWhatItStoodFor() throws Exception {
    browser.click("#prompt");
    browser.type("a red roofed house, meadow, day");
    browser.click("[data-plugin=fast] [data-name=use]");
    browser.evaluate(
        """
        (() => {
          const pace = document.querySelector('[data-plugin=fast] [name=pace]');
          pace.value = 'fastest';
          pace.dispatchEvent(new Event('change', { bubbles: true }));
        })()
        """);
    browser.sight(SHOTS.resolve("page-8-pace.png"));
    browser.click("#generate");
    browser.until(FIGURES + "1");
    assertThat(browser.evaluate("document.querySelector('.infotext').textContent").asText())
        .contains("DeepCache interval: ")
        .doesNotContain("fastest");
    assertThat(browser.complaints).isEmpty();
  }

  /** Over the hair. */
  private void paint() throws Exception {
    browser.evaluate(
        """
        (() => {
          const canvas = document.querySelector('#brush');
          document.querySelector('#brush-size').value = canvas.width / 5;
          const box = canvas.getBoundingClientRect();
          const at = (type, x, y) => canvas.dispatchEvent(new PointerEvent(type, {
            pointerId: 1, button: 0, bubbles: true,
            clientX: box.left + x * box.width, clientY: box.top + y * box.height }));
          canvas.setPointerCapture = () => {};
          canvas.hasPointerCapture = () => true;
          at('pointerdown', 0.38, 0.42);
          for (const [x, y] of [[0.4, 0.27], [0.5, 0.22], [0.58, 0.27], [0.6, 0.42]]) {
            at('pointermove', x, y);
          }
          delete canvas.hasPointerCapture;
        })()
        """);
  }
}
