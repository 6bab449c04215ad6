package dev.kiln.host.weights.file;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** How tensors fill the values of a safetensors file: one after the other, without gaps. */
final class Layout {
  private Layout() {}

  /** Bytes that a tensor takes; -1 where that is no number of whole bytes below 2^63. */
  static long bytes(StoredType type, long... shape) {
    try {
      long bits = type.bits();
      long elements = 1;
      for (long size : shape) {
        elements = Math.multiplyExact(elements, size);
      }
      if (bits % Byte.SIZE == 0) {
        return Math.multiplyExact(elements, bits / Byte.SIZE);
      }
      long all = Math.multiplyExact(elements, bits);
      return all % Byte.SIZE == 0 ? all / Byte.SIZE : -1;
    } catch (ArithmeticException overflow) {
      return -1;
    }
  }

  /** Refuse overlaps, gaps and bytes that belong to no tensor, as the format does. */
  static void check(Path file, Collection<StoredTensor> tensors, long start, long bytes) {
    List<StoredTensor> ordered =
        tensors.stream()
            .sorted(
                Comparator.comparingLong((StoredTensor tensor) -> tensor.place().offset())
                    .thenComparingLong(tensor -> tensor.place().length()))
            .toList();
    long end = start;
    String before = "the header";
    for (StoredTensor tensor : ordered) {
      String name = Quoted.of(tensor.name());
      if (tensor.place().offset() < end) {
        throw Safetensors.broken(file, name + " overlaps " + before);
      } else if (tensor.place().offset() > end) {
        throw Safetensors.broken(file, "there is a gap between " + before + " and " + name);
      }
      end += tensor.place().length();
      before = name;
    }
    if (end != start + bytes) {
      throw Safetensors.broken(
          file, (start + bytes - end) + " bytes at its end belong to no tensor");
    }
  }
}
