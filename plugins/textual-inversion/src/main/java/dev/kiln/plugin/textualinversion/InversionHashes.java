package dev.kiln.plugin.textualinversion;

import dev.kiln.spi.generate.NamedHashes;
import dev.kiln.spi.hook.InfotextReader;
import dev.kiln.spi.index.Offers;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.pf4j.Extension;

/** Says which files of a picture are missing or others here: their words stand in the prompt. */
@Extension
@Singleton
@Offers(InversionWords.HASHES)
public final class InversionHashes implements InfotextReader {
  private final InversionLibrary library;

  @Inject
  InversionHashes(InversionLibrary library) {
    this.library = library;
  }

  @Override
  public Map<String, Object> options(Map<String, String> values, Consumer<String> warn) {
    List<Inversion> all = library.all();
    NamedHashes.parse(values.getOrDefault(InversionWords.HASHES, ""))
        .byName()
        .forEach(
            (name, hash) -> {
              Optional<Inversion> found =
                  all.stream().filter(one -> one.name().equalsIgnoreCase(name)).findFirst();
              if (found.isEmpty() || !found.get().hash().startsWith(hash)) {
                warn.accept(
                    "textual inversion %s had the hash %s when the picture was drawn and %s here, so another picture is drawn"
                        .formatted(name, hash, found.isEmpty() ? "is not" : "is another file"));
              }
            });
    return Map.of();
  }
}
