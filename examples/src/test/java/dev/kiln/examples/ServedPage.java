package dev.kiln.examples;

import dev.kiln.host.http.Chromium;
import dev.kiln.host.http.DevTools;
import java.nio.file.Files;
import java.nio.file.Path;

/** The finished host on a free port, and its page in a browser. */
final class ServedPage implements AutoCloseable {
  final DevTools browser;
  private final Chromium chromium;
  private final Shell.Running server;
  private final String address;

  /** In a folder of the test's own. Leaves the test out where there is no browser. */
  ServedPage(Path folder, int width, int height) throws Exception {
    chromium = Chromium.launched(folder.resolve("profile"));
    Path home = Files.createDirectories(folder.resolve("home"));
    server = new Shell(folder).home(home).serve();
    try {
      address = server.firstLine() + "/";
      browser = chromium.page();
      browser.window(width, height, "light");
      visit();
    } catch (Exception | AssertionError e) {
      close();
      throw e;
    }
  }

  /** Open it, or open it again as a reload does. */
  void visit() throws Exception {
    browser.open("about:blank");
    browser.open(address);
    browser.until("document.body?.dataset.ready");
  }

  @Override
  public void close() throws Exception {
    chromium.close();
    server.stop();
  }
}
