package dev.kiln.plugin.embeddingcache;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.hook.CliContribution;
import dev.kiln.spi.host.CliCall;
import dev.kiln.spi.host.Embeddings;
import dev.kiln.spi.host.PluginHome;
import dev.kiln.spi.index.Command;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
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
  private final PluginHome home;

  @Inject
  EmbedCommand(Embeddings embeddings, EmbeddingStore store, EmbeddingCache cache, PluginHome home) {
    this.embeddings = embeddings;
    this.store = store;
    this.cache = cache;
    this.home = home;
  }

  @Override
  public int run(CliCall call) {
    PromptFile file = PromptFile.read(path(call.parameters().get(0)));
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
    call.print(saving());
    return 0;
  }

  private static Path path(String name) {
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw new BadRequest(
          "\"" + name + "\" is no name of a file; name a text file, one prompt a line", e);
    }
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

  private String saving() {
    Optional<MeasuredCost> now = MeasuredCost.of(embeddings.cost());
    now.ifPresent(cost -> cost.keep(home.folder()));
    return now.map(MeasuredCost::sentence)
        .or(
            () ->
                MeasuredCost.kept(home.folder())
                    .map(cost -> cost.sentence() + ", as measured when it was last needed"))
        .orElse("nothing was computed, so what a generation saves could not be measured");
  }
}
