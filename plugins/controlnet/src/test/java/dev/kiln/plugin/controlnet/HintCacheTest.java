package dev.kiln.plugin.controlnet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spi.tensor.Picture;
import org.junit.jupiter.api.Test;

class HintCacheTest {
  private static final Picture HINT = Picture.black(10, 10);
  private static final int BYTES = 400;

  private final HintCache cache = new HintCache();

  private static HintCache.Key key(int width, String module, String settings) {
    return HintCache.Key.of(Picture.black(width, 10), module, settings);
  }

  @Test
  void knowsAHintByPictureModuleAndSettings() {
    cache.put(key(5, "canny", "512 100 200"), HINT, BYTES);
    assertThat(cache.get(key(5, "canny", "512 100 200"))).contains(HINT);
    assertThat(cache.get(key(6, "canny", "512 100 200"))).isEmpty();
    assertThat(cache.get(key(5, "invert", "512 100 200"))).isEmpty();
    assertThat(cache.get(key(5, "canny", "512 100 201"))).isEmpty();
  }

  /** Of the same bytes, 10x5 and 5x10 are two pictures. */
  @Test
  void theShapeOfAPictureCounts() {
    HintCache.Key wide = HintCache.Key.of(Picture.black(10, 5), "canny", "");
    HintCache.Key high = HintCache.Key.of(Picture.black(5, 10), "canny", "");
    assertThat(wide).isNotEqualTo(high);
  }

  @Test
  void whatWasUsedLongestAgoGoesFirst() {
    cache.put(key(1, "canny", ""), HINT, 2 * BYTES);
    cache.put(key(2, "canny", ""), HINT, 2 * BYTES);
    cache.get(key(1, "canny", ""));
    cache.put(key(3, "canny", ""), HINT, 2 * BYTES);
    assertThat(cache.size()).isEqualTo(2);
    assertThat(cache.get(key(1, "canny", ""))).isPresent();
    assertThat(cache.get(key(2, "canny", ""))).isEmpty();
    cache.put(key(4, "canny", ""), HINT, 0);
    assertThat(cache.size()).isZero();
  }
}
