package dev.kiln.plugin.systeminfo.records;

import dev.kiln.plugin.systeminfo.PluginFile;
import dev.kiln.spi.hook.Panel;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.pf4j.Extension;

/** The local counterpart of the extension's public site, on the web page. */
@Extension
@Singleton
public final class RecordsPanel implements Panel {
  @Inject
  RecordsPanel() {}

  @Override
  public String title() {
    return "Benchmarks";
  }

  @Override
  public String html() {
    return PluginFile.text("records/records.html");
  }

  @Override
  public String script() {
    return PluginFile.text("records/records.js");
  }
}
