package dev.kiln.host.testing;

import dev.kiln.host.graph.HalfFloat;
import dev.kiln.host.graph.WeightValues;
import dev.kiln.host.weights.file.Safetensors;
import dev.kiln.host.weights.file.StoredTensor;
import dev.kiln.host.weights.file.StoredType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes GGUF files of version 3 as stable-diffusion.cpp does. */
public final class GgufFile {
  private static final int ALIGNMENT = 32;
  private static final int BLOCK = 32;
  private static final int F32 = 0;
  private static final int Q8_0 = 8;

  private GgufFile() {}

  /**
   * Convert a file of float32.
   *
   * @param prefix of the tensors that are wanted, which their names lose
   * @param packed whether matrices with whole blocks in their rows become q8_0
   */
  public static Path convert(Path safetensors, Path target, String prefix, boolean packed)
      throws IOException {
    List<StoredTensor> tensors =
        Safetensors.read(safetensors).tensors().values().stream()
            .filter(it -> it.type() == StoredType.F32 && it.name().startsWith(prefix))
            .toList();
    ByteBuffer header = buffer(1 << 20);
    header.put("GGUF".getBytes(StandardCharsets.UTF_8)).putInt(3);
    header.putLong(tensors.size()).putLong(1);
    text(header, "general.architecture");
    header.putInt(8);
    text(header, "sd1");
    long offset = 0;
    for (StoredTensor tensor : tensors) {
      text(header, tensor.name().substring(prefix.length()));
      int axes = axes(tensor.shape());
      header.putInt(axes);
      for (int axis = 0; axis < axes; axis++) {
        header.putLong(tensor.shape()[tensor.shape().length - 1 - axis]);
      }
      boolean blocks = packed && packs(tensor);
      header.putInt(blocks ? Q8_0 : F32).putLong(offset);
      offset +=
          up(blocks ? tensor.weight().size() / BLOCK * (BLOCK + 2) : 4 * tensor.weight().size());
    }
    int start = (int) up(header.position());
    ByteBuffer file = buffer(Math.toIntExact(start + offset));
    file.put(header.flip()).position(start);
    for (StoredTensor tensor : tensors) {
      write(file, WeightValues.floats(tensor.weight()), packed && packs(tensor));
      file.position((int) (start + up(file.position() - start)));
    }
    return Files.write(target, file.array());
  }

  private static boolean packs(StoredTensor tensor) {
    return tensor.shape().length == 2 && tensor.shape()[1] % BLOCK == 0;
  }

  /** ggml counts axes without outer ones of size 1. */
  private static int axes(long... shape) {
    int outer = 0;
    while (outer < shape.length - 1 && shape[outer] == 1) {
      outer++;
    }
    return shape.length - outer;
  }

  private static void write(ByteBuffer file, float[] values, boolean blocks) {
    for (int i = 0; i < values.length; i++) {
      if (blocks && i % BLOCK == 0) {
        float most = 0;
        for (int j = i; j < i + BLOCK; j++) {
          most = Math.max(most, Math.abs(values[j]));
        }
        file.putShort(HalfFloat.ofFloat(most / 127));
        for (int j = i; j < i + BLOCK; j++) {
          file.put((byte) (most == 0 ? 0 : Math.round(values[j] * 127 / most)));
        }
      } else if (!blocks) {
        file.putFloat(values[i]);
      }
    }
  }

  private static void text(ByteBuffer out, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.putLong(bytes.length).put(bytes);
  }

  private static long up(long at) {
    return (at + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  private static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
