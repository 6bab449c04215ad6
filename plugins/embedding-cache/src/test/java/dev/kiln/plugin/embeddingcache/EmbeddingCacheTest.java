package dev.kiln.plugin.embeddingcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.plugin.embeddingcache.EmbeddingStore.Usage;
import dev.kiln.spi.hook.EmbeddingSource;
import dev.kiln.spi.tensor.Tensor;
import dev.kiln.spi.testkit.FakeApiCall;
import dev.kiln.spi.testkit.FakeHome;
import dev.kiln.spi.testkit.FakePass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddingCacheTest {
  @TempDir Path folder;

  private FakeHome home(int megabytes) {
    return new FakeHome(folder, new CacheOptions(megabytes));
  }

  private EmbeddingCache cache() {
    return new EmbeddingCache(new EmbeddingStore(home(1)), home(1));
  }

  @Test
  void aChunkIsEncodedOnceOnAMachine() {
    FakeEncoder first = new FakeEncoder(cache());
    assertThat(first.through("a fox").data()).containsExactly(5, 1);
    assertThat(first.through("a fox").data()).containsExactly(5, 1);
    assertThat(first.encoded).containsExactly("a fox");
    FakeEncoder second = new FakeEncoder(cache());
    assertThat(second.through("a fox").data()).containsExactly(5, 1);
    assertThat(second.encoded).isEmpty();
  }

  @Test
  void aDamagedEntryIsEncodedAgainAndReplaced() throws IOException {
    FakeEncoder encoder = new FakeEncoder(cache());
    encoder.through("a fox");
    try (var files = Files.list(folder)) {
      Files.write(files.toList().get(0), new byte[] {1, 2, 3});
    }
    assertThat(encoder.through("a fox").data()).containsExactly(5, 1);
    assertThat(encoder.through("a fox").data()).containsExactly(5, 1);
    assertThat(encoder.encoded).containsExactly("a fox", "a fox");
  }

  @Test
  void aGenerationThatAddsTrimsToTheSettings() {
    EmbeddingStore store = new EmbeddingStore(home(0));
    EmbeddingCache cache = new EmbeddingCache(store, home(0));
    FakeEncoder encoder = new FakeEncoder(cache);
    try (EmbeddingSource generation = cache.open(FakePass.with()).orElseThrow()) {
      encoder.through("a fox", generation);
      assertThat(store.usage().entries()).isOne();
    }
    assertThat(store.usage().entries()).isZero();
  }

  @Test
  void processesThatShareTheFolderNeverSeeHalfAnEntry() throws Exception {
    Callable<Void> process =
        () -> {
          EmbeddingStore store = new EmbeddingStore(home(0));
          FakeEncoder encoder = new FakeEncoder(new EmbeddingCache(store, home(0)));
          for (int i = 0; i < 200; i++) {
            String prompt = "x".repeat(1 + i % 3);
            Tensor read = encoder.through(prompt);
            assertThat(read.data()).containsExactly(prompt.length(), 1);
            if (i % 7 == 0) {
              store.trim(150);
            }
          }
          return null;
        };
    var threads = Executors.newFixedThreadPool(4);
    try {
      for (var done : threads.invokeAll(IntStream.range(0, 4).mapToObj(i -> process).toList())) {
        done.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void theRoutesTellAndForget() throws Exception {
    EmbeddingStore store = new EmbeddingStore(home(1));
    FakeEncoder encoder = new FakeEncoder(new EmbeddingCache(store, home(1)));
    encoder.through("a fox");
    encoder.through("a fox");
    EmbeddingCacheRoutes routes = new EmbeddingCacheRoutes(store);
    Usage usage = store.usage();
    assertThat(new FakeApiCall("GET", EmbeddingCacheRoutes.PATH).jsonFrom(routes))
        .isEqualTo(Map.of("entries", 1, "bytes", usage.bytes(), "hits", 1, "misses", 1));
    assertThat(new FakeApiCall("DELETE", EmbeddingCacheRoutes.PATH).jsonFrom(routes))
        .isEqualTo(Map.of("entries", 0, "bytes", 0L, "hits", 1, "misses", 1));
    assertThat(new EmbeddingCachePanel().html())
        .contains("data-get=\"/kiln/v1/embedding-cache\"")
        .contains("data-delete=\"/kiln/v1/embedding-cache\"");
  }
}
