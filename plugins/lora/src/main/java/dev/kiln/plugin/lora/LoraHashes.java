package dev.kiln.plugin.lora;

import dev.kiln.spi.hook.InfotextReader;
import dev.kiln.spi.index.Offers;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.pf4j.Extension;

/**
 * Says which files of a picture are others here: the tags stand in the prompt, and one whose file
 * is missing is told when the picture is drawn.
 */
@Extension
@Singleton
@Offers(LoraPrompts.HASHES)
public final class LoraHashes implements InfotextReader {
  private final LoraLibrary library;

  @Inject
  LoraHashes(LoraLibrary library) {
    this.library = library;
  }

  @Override
  public Map<String, Object> options(Map<String, String> values, Consumer<String> warn) {
    List<LoraEntry> all = library.all();
    for (String pair : values.getOrDefault(LoraPrompts.HASHES, "").split(", *")) {
      int colon = pair.indexOf(':');
      if (colon > 0) {
        String name = pair.substring(0, colon).strip();
        String hash = pair.substring(colon + 1).strip();
        LoraLibrary.find(all, name)
            .filter(entry -> !library.shortHash(entry).equals(hash))
            .ifPresent(
                entry ->
                    warn.accept(
                        "LoRA %s had the hash %s when the picture was drawn and has %s here, so another picture is drawn"
                            .formatted(name, hash, library.shortHash(entry))));
      }
    }
    return Map.of();
  }
}
