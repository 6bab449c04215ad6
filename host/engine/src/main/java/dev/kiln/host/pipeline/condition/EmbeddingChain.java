package dev.kiln.host.pipeline.condition;

import dev.kiln.host.pipeline.hook.Attribution;
import dev.kiln.host.pipeline.hook.HookSource.Hook;
import dev.kiln.host.pipeline.hook.HookSource.Hooks;
import dev.kiln.host.pipeline.hook.NotFinite;
import dev.kiln.spi.generate.EmbeddingCall;
import dev.kiln.spi.generate.EmbeddingKey;
import dev.kiln.spi.generate.RequestContext;
import dev.kiln.spi.hook.ConditioningHook;
import dev.kiln.spi.hook.EmbeddingSource;
import dev.kiln.spi.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Embeds chunks: through the plugins' sources, at their end the text encoder, whose session is not
 * made before a chunk gets there. Each distinct chunk is embedded once.
 */
public final class EmbeddingChain implements AutoCloseable {
  private record Link(String plugin, EmbeddingSource source) {}

  private final List<Link> links = new ArrayList<>();
  private final Map<EmbeddingKey, Tensor> done = new HashMap<>();
  private final Encoder encoder;

  /** The end of the chain: the text encoder as the request wants it. */
  public interface Encoder {
    Tensor encode(EmbeddingKey key);
  }

  public EmbeddingChain(Hooks hooks, Function<String, RequestContext> views, Encoder encoder) {
    this.encoder = encoder;
    for (Hook<ConditioningHook> hook : hooks.of(ConditioningHook.class)) {
      try {
        hook.extension()
            .open(views.apply(hook.plugin()))
            .ifPresent(source -> links.add(new Link(hook.plugin(), source)));
      } catch (RuntimeException | Error e) {
        close();
        throw Attribution.of(e, hook.plugin(), "ConditioningHook.open");
      }
    }
  }

  /** The embedding of one chunk, [tokens, width]. Shared: not to be changed. */
  Tensor embed(EmbeddingKey key) {
    Tensor known = done.get(key);
    if (known == null) {
      known = embed(key, 0);
      done.put(key, known);
    }
    return known;
  }

  private Tensor embed(EmbeddingKey key, int index) {
    if (index == links.size()) {
      return encoder.encode(key);
    }
    Link link = links.get(index);
    Call call = new Call(key, index);
    try {
      Tensor embedding = link.source.embed(call);
      NotFinite.refuse(embedding, "the embedding");
      return embedding;
    } catch (RuntimeException | Error e) {
      if (e == call.below) {
        throw e;
      }
      throw Attribution.of(e, link.plugin, "conditioning");
    }
  }

  @Override
  public void close() {
    links.forEach(link -> link.source.close());
    links.clear();
  }

  private final class Call implements EmbeddingCall {
    private final EmbeddingKey key;
    private final int index;
    private @Nullable Throwable below;

    Call(EmbeddingKey key, int index) {
      this.key = key;
      this.index = index;
    }

    @Override
    public EmbeddingKey key() {
      return key;
    }

    @Override
    public Tensor proceed() {
      try {
        return embed(key, index + 1);
      } catch (RuntimeException | Error e) {
        below = e;
        throw e;
      }
    }
  }
}
