package dev.kiln.plugin.embeddingcache;

import dev.kiln.plugin.embeddingcache.EmbeddingStore.Usage;
import dev.kiln.spi.hook.HttpEndpoint;
import dev.kiln.spi.host.ApiCall;
import dev.kiln.spi.host.ApiResponse;
import dev.kiln.spi.index.Route;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import org.pf4j.Extension;

/** What is kept, over HTTP. Both routes answer with the state after them. */
@Extension
@Singleton
@Route(
    method = "GET",
    path = EmbeddingCacheRoutes.PATH,
    summary = "How many text embeddings are kept on disk, and how often they were of use")
@Route(
    method = "DELETE",
    path = EmbeddingCacheRoutes.PATH,
    summary = "Forget all text embeddings that are kept on disk")
public final class EmbeddingCacheRoutes implements HttpEndpoint {
  static final String PATH = "/kiln/v1/embedding-cache";

  private final EmbeddingStore store;

  @Inject
  EmbeddingCacheRoutes(EmbeddingStore store) {
    this.store = store;
  }

  @Override
  public ApiResponse handle(ApiCall call) {
    if (call.method().equals("DELETE")) {
      store.clear();
    }
    Usage usage = store.usage();
    return ApiResponse.ok(
        Map.of(
            "entries", usage.entries(),
            "bytes", usage.bytes(),
            "hits", usage.hits(),
            "misses", usage.misses()));
  }
}
