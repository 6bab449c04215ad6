package dev.kiln.host.model;

import static dev.kiln.host.testing.Drawing.draw;
import static dev.kiln.host.testing.Drawing.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.random.Precision;
import dev.kiln.host.request.GeneratedImage;
import dev.kiln.host.request.Progress;
import dev.kiln.host.testing.RandomModels;
import dev.kiln.host.testing.TestingStore;
import dev.kiln.spi.graph.NetworkKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which models stay in memory, and for how long. */
class ModelStoreTest {
  private static final long ALL = Long.MAX_VALUE;

  @TempDir private Path temp;
  private Path models;

  @BeforeEach
  void models() throws IOException {
    models = Files.createDirectories(temp.resolve("models"));
    for (String name : new String[] {"a", "b", "c"}) {
      RandomModels.single(models.resolve(name), name.charAt(0), Precision.F32);
    }
  }

  private ModelStore store(int residents, long bytes) {
    ModelHashes hashes = new ModelHashes(temp.resolve("hashes.json"));
    return TestingStore.of(
        new ModelCatalog(models, hashes), hashes, temp, new ModelStore.Limits(residents, bytes, 0));
  }

  @Test
  void theModelUsedLongestAgoGoesFirst() {
    try (ModelStore store = store(2, ALL)) {
      Model a = used(store, "a");
      Model b = used(store, "b");
      assertThat(used(store, "a")).isSameAs(a);
      Model c = used(store, "c");
      assertThat(store.size()).isEqualTo(2);
      open(a);
      open(c);
      closed(b);
      assertThat(used(store, "b")).isNotSameAs(b);
      closed(a);
    }
  }

  @Test
  void bytesAreBoundedAsTheNumberIs() {
    long bytes = store(1, ALL).catalog().choose("a").weightBytes();
    try (ModelStore store = store(9, 2 * bytes)) {
      Model a = used(store, "a");
      Model b = used(store, "b");
      assertThat(store.size()).isEqualTo(2);
      used(store, "c");
      assertThat(store.size()).isEqualTo(2);
      closed(a);
      open(b);
    }
    try (ModelStore store = store(9, 2 * bytes - 1)) {
      used(store, "a");
      used(store, "b");
      assertThat(store.size()).isEqualTo(1);
    }
  }

  @Test
  void aModelThatAloneExceedsTheBudgetIsUsedAllTheSame() {
    try (ModelStore store = store(9, 1)) {
      open(used(store, "a"));
      assertThat(store.size()).isEqualTo(1);
    }
  }

  @Test
  void aModelInUseStaysOpenUntilItsLastLeaseEnds() {
    try (ModelStore store = store(1, ALL)) {
      ModelStore.Lease first = store.use("a");
      ModelStore.Lease second = store.use("a");
      Model a = first.model();
      used(store, "b");
      open(a);
      first.close();
      first.close();
      open(a);
      second.close();
      closed(a);
      assertThatThrownBy(first::model)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("this lease is closed");
    }
  }

  @Test
  void closingTheStoreLeavesWhoeverIsAtWorkHisModel() {
    ModelStore store = store(1, ALL);
    ModelStore.Lease lease = store.use("a");
    Model a = lease.model();
    store.close();
    open(a);
    lease.close();
    closed(a);
  }

  @Test
  void aSwitchDoesNotDisturbAGenerationThatRuns() throws Exception {
    GeneratedImage aloneA;
    GeneratedImage aloneB;
    try (ModelStore store = store(1, ALL)) {
      aloneA = draw(store, request("a").steps(4));
      aloneB = draw(store, request("b"));
      CountDownLatch begun = new CountDownLatch(1);
      CountDownLatch switched = new CountDownLatch(1);
      Progress waiting =
          new Progress() {
            @Override
            public void step(int step, int steps) {
              begun.countDown();
              await(switched);
            }
          };
      CompletableFuture<GeneratedImage> running =
          CompletableFuture.supplyAsync(() -> draw(store, request("a").steps(4), waiting));
      await(begun);
      GeneratedImage other = draw(store, request("b"));
      assertThat(store.size()).isEqualTo(2);
      switched.countDown();
      assertThat(running.get(60, TimeUnit.SECONDS).rgb()).isEqualTo(aloneA.rgb());
      assertThat(store.size()).isEqualTo(1);
      assertThat(other.rgb()).isEqualTo(aloneB.rgb());
    }
  }

  @Test
  void aFileThatWasReplacedIsAnotherModel() throws IOException {
    try (ModelStore store = store(3, ALL)) {
      Model before = used(store, "a");
      String hash = before.hash();
      GeneratedImage drawn = draw(store, request("a"));
      Files.delete(models.resolve("a.safetensors"));
      RandomModels.single(models.resolve("a"), 99, Precision.F32);
      Model after = used(store, "a");
      assertThat(after).isNotSameAs(before);
      assertThat(after.hash()).isNotEqualTo(hash);
      assertThat(draw(store, request("a")).rgb()).isNotEqualTo(drawn.rgb());
      assertThat(used(store, "a")).isSameAs(after);
    }
  }

  private static Model used(ModelStore store, String name) {
    try (ModelStore.Lease lease = store.use(name)) {
      return lease.model();
    }
  }

  private static void open(Model model) {
    model.codec().openDecoder(SessionPlan.plain(NetworkKind.VAE_DECODER));
  }

  private static void closed(Model model) {
    assertThatThrownBy(() -> open(model))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the cache is closed");
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
