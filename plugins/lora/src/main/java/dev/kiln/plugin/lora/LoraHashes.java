package dev.kiln.plugin.lora;

import dev.kiln.spi.generate.NamedHashes;
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
    NamedHashes.parse(values.getOrDefault(LoraPrompts.HASHES, ""))
        .byName()
        .forEach(
            (name, hash) ->
                LoraLibrary.find(all, name)
                    .map(library::shortHash)
                    .filter(here -> !here.equals(hash))
                    .ifPresent(here -> warn.accept(another(name, hash, here))));
    return Map.of();
  }

  private static String another(String name, String hash, String here) {
    return "LoRA %s had the hash %s when the picture was drawn and has %s here, so another picture is drawn"
        .formatted(name, hash, here);
  }
}
