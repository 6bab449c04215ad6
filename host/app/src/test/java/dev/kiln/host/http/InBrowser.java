package dev.kiln.host.http;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The page of a server of each test's own, in one browser for the class. */
abstract class InBrowser {
  static final Path SHOTS = Path.of("target", "screenshots");

  @TempDir static Path profile;
  @AutoClose private static Chromium chromium;

  TestingServer server;
  DevTools browser;

  @BeforeAll
  static void launch() throws Exception {
    chromium = Chromium.launched(profile);
  }

  /** Open the page of the test's server. */
  final void look(int width, int height) throws Exception {
    browser = chromium.page();
    browser.window(width, height, "light");
    visit();
  }

  /** Open it again, as a reload does. */
  final void visit() throws Exception {
    browser.open("about:blank");
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
}
