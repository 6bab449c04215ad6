package dev.kiln.plugin.embeddingcache;

import dev.kiln.spi.WakeOn;
import dev.kiln.spi.generate.EmbeddingCall;
import dev.kiln.spi.generate.RequestContext;
import dev.kiln.spi.hook.ConditioningHook;
import dev.kiln.spi.hook.EmbeddingSource;
import dev.kiln.spi.host.PluginHome;
import dev.kiln.spi.tensor.Tensor;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.pf4j.Extension;

/** Answers from the store, and asks the text encoder only for what is not in it. */
@Extension
@Singleton
@WakeOn(WakeOn.Wake.GENERATION)
public final class EmbeddingCache implements ConditioningHook {
  private final EmbeddingStore store;
  private final PluginHome home;

  @Inject
  EmbeddingCache(EmbeddingStore store, PluginHome home) {
    this.store = store;
    this.home = home;
  }

  @Override
  public Optional<EmbeddingSource> open(RequestContext context) {
    return Optional.of(new Kept());
  }

  void trim() {
    store.trim(1_000_000L * home.settings(CacheOptions.class).maxMegabytes());
  }

  /** For one generation. */
  private final class Kept implements EmbeddingSource {
    private boolean added;

    @Override
    public Tensor embed(EmbeddingCall call) {
      return store.read(call.key()).orElseGet(() -> compute(call));
    }

    private Tensor compute(EmbeddingCall call) {
      Tensor embedding = call.proceed();
      store.write(call.key(), embedding);
      added = true;
      return embedding;
    }

    /** Most generations add nothing, and need not look at all that is there. */
    @Override
    public void close() {
      if (added) {
        trim();
      }
    }
  }
}
