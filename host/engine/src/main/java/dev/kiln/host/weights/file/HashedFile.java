package dev.kiln.host.weights.file;

import dev.kiln.host.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A new file and the hash of what is written to it. A second thread hashes and writes one buffer
 * while the caller fills the other: both take about as long as widening does.
 */
public final class HashedFile implements WritableByteChannel {
  private static final int BUFFER = 1 << 22;

  private final FileChannel file;
  private final MessageDigest digest = Sha256.begin();
  private final ExecutorService writer =
      Executors.newSingleThreadExecutor(task -> new Thread(task, "kiln-f32-writer"));
  private ByteBuffer filling = ByteBuffer.allocate(BUFFER);
  private ByteBuffer spare = ByteBuffer.allocate(BUFFER);
  private Future<?> pending = writer.submit(() -> {});

  public HashedFile(Path path) throws IOException {
    this.file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    int written = source.remaining();
    while (source.hasRemaining()) {
      int length = Math.min(source.remaining(), filling.remaining());
      filling.put(source.slice(source.position(), length));
      source.position(source.position() + length);
      if (!filling.hasRemaining()) {
        swap();
      }
    }
    return written;
  }

  /** Bring everything to the disk; the hash of all of it, hexadecimal. */
  public String finish() throws IOException {
    swap();
    await();
    file.force(true);
    return HexFormat.of().formatHex(digest.digest());
  }

  @Override
  public boolean isOpen() {
    return file.isOpen();
  }

  @Override
  public void close() throws IOException {
    writer.shutdownNow();
    file.close();
  }

  private void swap() throws IOException {
    await();
    ByteBuffer full = filling.flip();
    filling = spare.clear();
    spare = full;
    pending =
        writer.submit(
            () -> {
              digest.update(full.duplicate());
              SafetensorsWriter.writeFully(file, full);
              return null;
            });
  }

  private void await() throws IOException {
    try {
      pending.get();
    } catch (ExecutionException e) {
      throw new IOException(e.getCause().getMessage(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
