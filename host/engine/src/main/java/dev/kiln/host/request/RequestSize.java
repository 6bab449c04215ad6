package dev.kiln.host.request;

import dev.kiln.host.image.PictureFile;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** About how many bytes of memory values of a request take: its texts and picture files. */
final class RequestSize {
  /** Of a value that is neither, with what keeps it. */
  private static final long SMALL = 32;

  private RequestSize() {}

  static long of(@Nullable Object value) {
    if (value instanceof String text) {
      return SMALL + text.length();
    } else if (value instanceof PictureFile file) {
      return SMALL + file.bytes().length;
    } else if (value instanceof Optional<?> one) {
      return one.map(RequestSize::of).orElse(SMALL);
    } else if (value instanceof Map<?, ?> map) {
      return of(map.values());
    }
    return value instanceof Collection<?> some
        ? some.stream().mapToLong(RequestSize::of).sum()
        : SMALL;
  }
}
