package dev.kiln.host.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SessionCacheTest {
  private final List<String> closed = new ArrayList<>();
  private final SessionCache<TestingSession> cache = new SessionCache<>(100, one -> one.bytes);

  private final class TestingSession implements AutoCloseable {
    private final String name;
    private final long bytes;

    TestingSession(String name, long bytes) {
      this.name = name;
      this.bytes = bytes;
    }

    @Override
    public void close() {
      closed.add(name);
    }
  }

  private SessionCache.Lease<TestingSession> use(String name, long bytes) {
    return cache.use(name, () -> new TestingSession(name, bytes));
  }

  @Test
  void whatWasUsedLongestAgoGoesFirst() {
    use("a", 40).close();
    use("b", 40).close();
    use("a", 40).close();
    use("c", 40).close();
    assertThat(closed).containsExactly("b");
    assertThat(cache.bytes()).isEqualTo(80);
  }

  @Test
  void noMoreAreKeptThanItsNumber() {
    try (SessionCache<TestingSession> two = new SessionCache<>(100, 0, 2, one -> one.bytes)) {
      two.use("a", () -> new TestingSession("a", 1)).close();
      two.use("b", () -> new TestingSession("b", 1)).close();
      two.use("a", () -> new TestingSession("another a", 1)).close();
      two.use("c", () -> new TestingSession("c", 1)).close();
      assertThat(closed).containsExactly("b");
    }
    assertThat(closed).containsExactly("b", "a", "c");
  }

  @Test
  void whereNothingIsKeptASessionLeavesWithItsLastUser() {
    try (SessionCache<TestingSession> none = new SessionCache<>(0, one -> one.bytes)) {
      var first = none.use("a", () -> new TestingSession("a", 1));
      none.use("a", () -> new TestingSession("another a", 1)).close();
      assertThat(closed).isEmpty();
      first.close();
      assertThat(closed).containsExactly("a");
    }
  }

  @Test
  void allThatNobodyHoldsCanBeGivenUp() {
    use("a", 1).close();
    try (var held = use("b", 1)) {
      use("c", 1).close();
      cache.clear();
      assertThat(closed).containsExactlyInAnyOrder("a", "c");
      assertThat(held.value().name).isEqualTo("b");
    }
    use("b", 1).close();
    assertThat(closed).doesNotContain("b");
    use("a", 1).close();
    assertThat(cache.size()).isEqualTo(2);
  }

  @Test
  void theLastOneStaysWhateverItTakes() {
    try (SessionCache<TestingSession> last = new SessionCache<>(100, 1, 1, one -> one.bytes)) {
      try (var held = last.use("a", () -> new TestingSession("a", 1))) {
        last.use("b", () -> new TestingSession("b", 200)).close();
        assertThat(closed).isEmpty();
        assertThat(held.value().name).isEqualTo("a");
      }
      assertThat(closed).containsExactly("a");
      assertThat(last.size()).isEqualTo(1);
    }
    assertThat(closed).containsExactly("a", "b");
  }

  @Test
  void whatIsLeasedIsNeverClosed() {
    try (SessionCache.Lease<TestingSession> held = use("a", 80)) {
      use("b", 80).close();
      assertThat(closed).containsExactly("b");
      assertThat(held.value().name).isEqualTo("a");
      cache.close();
      assertThat(closed).containsExactly("b");
    }
    assertThat(closed).containsExactly("b", "a");
    assertThatThrownBy(() -> use("c", 1)).hasMessage("the cache is closed");
  }

  @Test
  void aFailedMakingIsTriedAgain() {
    assertThatThrownBy(
            () ->
                cache.use(
                    "a",
                    () -> {
                      throw new IllegalArgumentException("no memory");
                    }))
        .hasMessage("no memory");
    try (SessionCache.Lease<TestingSession> second = use("a", 10)) {
      assertThat(second.value().name).isEqualTo("a");
    }
  }

  @Test
  void twoThatWantTheSameWaitForOneMaking() throws Exception {
    AtomicInteger made = new AtomicInteger();
    CountDownLatch begun = new CountDownLatch(1);
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        all.add(
            pool.submit(
                () -> {
                  begun.await();
                  cache
                      .use("a", () -> new TestingSession("a" + made.incrementAndGet(), 10))
                      .close();
                  return null;
                }));
      }
      begun.countDown();
      for (Future<?> one : all) {
        one.get();
      }
    } finally {
      pool.shutdown();
    }
    assertThat(made).hasValue(1);
  }
}
