package dev.kiln.plugin.embeddingcache;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.hook.CliContribution;
import dev.kiln.spi.host.CliCall;
import dev.kiln.spi.host.Embeddings;
import dev.kiln.spi.host.Embeddings.EncoderCost;
import dev.kiln.spi.index.Command;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.Locale;
import org.pf4j.Extension;

/** Fills the cache ahead of time, and says what that is worth. */
@Extension
@Singleton
@Command(
    name = "embed",
    summary = "Embed the prompts of a file, one a line, so that no generation has to",
    parameters = "FILE")
public final class EmbedCommand implements CliContribution {
  private final Embeddings embeddings;
  private final EmbeddingStore store;
  private final EmbeddingCache cache;

  @Inject
  EmbedCommand(Embeddings embeddings, EmbeddingStore store, EmbeddingCache cache) {
    this.embeddings = embeddings;
    this.store = store;
    this.cache = cache;
  }

  @Override
  public int run(CliCall call) {
    PromptFile file = PromptFile.read(Path.of(call.parameters().get(0)));
    // Most generations have no negative prompt, which is an empty one to the text encoder.
    embeddings.embed("");
    int there = 0;
    for (PromptFile.Line line : file.lines()) {
      boolean isNew = embed(file, line);
      call.print((isNew ? "new    " : "there  ") + line.prompt());
      there += isNew ? 0 : 1;
    }
    cache.trim();
    int all = file.lines().size();
    call.print(
        "%d prompts: %d new, %d already there; the empty negative prompt is kept too"
            .formatted(all, all - there, there));
    call.print(saving(embeddings.cost()));
    return 0;
  }

  /** Whether something of it had to be computed. */
  private boolean embed(PromptFile file, PromptFile.Line line) {
    int before = store.misses();
    try {
      embeddings.embed(line.prompt());
    } catch (BadRequest e) {
      throw new BadRequest(
          "line " + line.number() + " of " + file.path() + ": " + e.getMessage(), e);
    }
    return store.misses() > before;
  }

  private static String saving(EncoderCost cost) {
    if (cost.runs() == 0 || cost.opens() == 0) {
      return "nothing was computed, so what a generation saves could not be measured";
    }
    double opening = cost.openSeconds() / cost.opens();
    double chunk = cost.runSeconds() / cost.runs();
    return String.format(
        Locale.ROOT,
        "a generation of two kept chunks saves %.2f s (%.2f s to open the text encoder,"
            + " 2 x %.3f s to run it) and %.0f MB",
        opening + 2 * chunk,
        opening,
        chunk,
        cost.bytes() / 1e6);
  }
}
