package dev.kiln.host.weights.file;

import dev.kiln.host.graph.ElementType;
import dev.kiln.host.graph.Weight;
import dev.kiln.spi.BadRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A tensor to be written to a file.
 *
 * @param content its values; without them the file gets a hole, which reads as zeros and takes no
 *     space on most disks
 */
public record NewTensor(String name, ElementType type, long[] shape, Optional<Content> content) {
  /** Writes a tensor's values: little-endian, row-major, all of them. */
  public interface Content {
    void writeTo(WritableByteChannel out) throws IOException;
  }

  public static NewTensor of(String name, ElementType type, long[] shape, Content content) {
    return new NewTensor(name, type, shape, Optional.of(content));
  }

  public static NewTensor zeros(String name, ElementType type, long... shape) {
    return new NewTensor(name, type, shape, Optional.empty());
  }

  /** A copy of a weight, wherever its values are. */
  public static NewTensor copy(Weight weight) {
    return of(weight.name(), weight.type(), weight.shape(), out -> copy(weight, out));
  }

  public long bytes() {
    long bytes = Layout.bytes(StoredType.of(type), shape);
    if (bytes < 0) {
      throw new IllegalArgumentException(name + " is too large");
    }
    return bytes;
  }

  private static void copy(Weight weight, WritableByteChannel out) throws IOException {
    if (weight.data() instanceof Weight.Inline inline) {
      SafetensorsWriter.writeFully(out, ByteBuffer.wrap(inline.bytes()));
      return;
    }
    Weight.InFile place = (Weight.InFile) weight.data();
    try (FileChannel in = FileChannel.open(place.file(), StandardOpenOption.READ)) {
      for (long done = 0; done < place.length(); ) {
        long moved = in.transferTo(place.offset() + done, place.length() - done, out);
        if (moved == 0 && in.size() <= place.offset() + done) {
          throw new BadRequest(
              place.file() + " ends inside " + weight.name() + "; download or copy it again");
        }
        done += moved;
      }
    }
  }
}
