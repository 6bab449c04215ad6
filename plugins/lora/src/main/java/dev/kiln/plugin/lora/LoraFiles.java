package dev.kiln.plugin.lora;

import dev.kiln.plugin.lora.file.LoraFile;
import dev.kiln.plugin.lora.file.TolerantJson;
import dev.kiln.spi.host.Json;
import dev.kiln.spi.host.PluginHome;
import dev.kiln.spi.host.Weights;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Files in memory, those that were used last, so that another strength needs no reading. Safe from
 * any thread.
 */
@Singleton
final class LoraFiles {
  private final Weights weights;
  private final PluginHome home;
  private final TolerantJson json;
  private final Map<String, LoraFile> kept = new LinkedHashMap<>(16, 0.75f, true);

  @Inject
  LoraFiles(Weights weights, PluginHome home, Json json) {
    this.weights = weights;
    this.home = home;
    this.json = new TolerantJson(json);
  }

  /**
   * @throws dev.kiln.spi.BadRequest when it is broken, or for no network of ours
   */
  synchronized LoraFile read(LoraUse use) {
    LoraFile file = kept.get(use.hash());
    if (file == null) {
      file = LoraFile.read(use.entry().name(), weights.open(use.entry().found().path()), json);
      kept.put(use.hash(), file);
      trim(1_000_000L * home.settings(LoraSettings.class).cacheMegabytes());
    }
    return file;
  }

  /** Read all anew. */
  synchronized void refresh() {
    kept.clear();
  }

  /** The newest stays in any case. */
  private void trim(long most) {
    long bytes = kept.values().stream().mapToLong(LoraFile::bytes).sum();
    Iterator<LoraFile> oldest = kept.values().iterator();
    while (bytes > most && kept.size() > 1) {
      bytes -= oldest.next().bytes();
      oldest.remove();
    }
  }
}
