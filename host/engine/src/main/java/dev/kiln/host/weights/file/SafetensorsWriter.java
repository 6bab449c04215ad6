package dev.kiln.host.weights.file;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kiln.host.ScratchFolder;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Writes safetensors files, their values streamed. A reader never sees half a file. */
public final class SafetensorsWriter {
  private final Map<String, String> metadata;
  private final List<NewTensor> tensors;

  /**
   * @param tensors in the order in which they shall lie in the file; no name twice
   */
  public SafetensorsWriter(Map<String, String> metadata, Collection<NewTensor> tensors) {
    this.metadata = Map.copyOf(metadata);
    this.tensors = List.copyOf(tensors);
  }

  /**
   * Write a file, in place of one that may be there.
   *
   * @throws IOException when it cannot be written; then there is no trace of it
   */
  public void write(Path target) throws IOException {
    Path folder = target.toAbsolutePath().getParent();
    ScratchFolder.sweep(folder);
    try (ScratchFolder scratch = ScratchFolder.in(folder)) {
      Path next = scratch.resolve("file");
      try (FileChannel out =
          FileChannel.open(next, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        writeHeader(out);
        for (NewTensor tensor : tensors) {
          long end = out.position() + tensor.bytes();
          if (tensor.content().isEmpty()) {
            hole(out, end);
          } else {
            tensor.content().get().writeTo(out);
          }
          check(tensor, out.position(), end);
        }
        out.force(true);
      }
      Files.move(next, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  /**
   * Write the whole file's bytes; for who needs them elsewhere than in a file.
   *
   * @throws IllegalStateException when a tensor has no values
   */
  public void writeTo(WritableByteChannel out) throws IOException {
    writeHeader(out);
    for (NewTensor tensor : tensors) {
      Counted counted = new Counted(out);
      tensor.content().orElseThrow(IllegalStateException::new).writeTo(counted);
      check(tensor, counted.bytes, tensor.bytes());
    }
  }

  /** The size of the file on disk, without the holes. */
  public long bytes() {
    return encodedHeader().remaining()
        + tensors.stream()
            .filter(tensor -> tensor.content().isPresent())
            .mapToLong(NewTensor::bytes)
            .sum();
  }

  private void writeHeader(WritableByteChannel out) throws IOException {
    writeFully(out, encodedHeader());
  }

  private ByteBuffer encodedHeader() {
    byte[] json = header().toString().getBytes(StandardCharsets.UTF_8);
    // Values begin at a multiple of 8 bytes; the format pads with blanks.
    int padded = (json.length + Long.BYTES - 1) / Long.BYTES * Long.BYTES;
    ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES + padded).order(ByteOrder.LITTLE_ENDIAN);
    Arrays.fill(bytes.array(), (byte) ' ');
    return bytes.putLong(padded).put(json).rewind();
  }

  private ObjectNode header() {
    ObjectNode header = new ObjectMapper().createObjectNode();
    if (!metadata.isEmpty()) {
      ObjectNode about = header.putObject("__metadata__");
      metadata.entrySet().stream()
          .sorted(Map.Entry.comparingByKey())
          .forEach(entry -> about.put(entry.getKey(), entry.getValue()));
    }
    long offset = 0;
    for (NewTensor tensor : tensors) {
      if (header.has(tensor.name())) {
        throw new IllegalArgumentException("two tensors are named " + tensor.name());
      }
      ObjectNode node = header.putObject(tensor.name());
      node.put("dtype", StoredType.of(tensor.type()).name());
      Arrays.stream(tensor.shape()).forEach(node.putArray("shape")::add);
      node.putArray("data_offsets").add(offset).add(offset + tensor.bytes());
      offset += tensor.bytes();
    }
    return header;
  }

  private static void hole(FileChannel out, long end) throws IOException {
    if (end > out.position()) {
      out.write(ByteBuffer.allocate(1), end - 1);
      out.position(end);
    }
  }

  private static void check(NewTensor tensor, long found, long expected) throws EOFException {
    if (found != expected) {
      throw new EOFException(
          tensor.name() + " was written up to byte " + found + " instead of " + expected);
    }
  }

  public static void writeFully(WritableByteChannel out, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
  }

  /** Counts what goes through. */
  private static final class Counted implements WritableByteChannel {
    private final WritableByteChannel out;
    private long bytes;

    Counted(WritableByteChannel out) {
      this.out = out;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
      int written = out.write(source);
      bytes += written;
      return written;
    }

    @Override
    public boolean isOpen() {
      return out.isOpen();
    }

    @Override
    public void close() {}
  }
}
