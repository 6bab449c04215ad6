package dev.kiln.host.remote;

import dev.kiln.host.AtomicFile;
import dev.kiln.host.DiskReason;
import dev.kiln.spi.BadRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Brings one file here: whole and checked, or not at all. What came of it lies beside it as {@code
 * NAME.part}, and the next download of the file goes on where that ends.
 */
public final class Download {
  private static final int BUFFER = 1 << 18;

  private final Web web;
  private final RemoteFile file;
  private final Path target;
  private final Path part;
  private final Path state;

  /**
   * @param target is replaced, in a folder that need not be there
   */
  public Download(Web web, RemoteFile file, Path target) {
    this.web = web;
    this.file = file;
    this.target = target;
    this.part = target.resolveSibling(target.getFileName() + ".part");
    this.state = target.resolveSibling(target.getFileName() + ".part.state");
  }

  /** How much came in an earlier attempt, which need not come again. */
  public long there() {
    return part.toFile().length();
  }

  /**
   * Read the file.
   *
   * @param progress takes the bytes that are there
   * @throws BadRequest when it cannot be had whole, or is not what was expected
   */
  public void run(LongConsumer progress) {
    try {
      Files.createDirectories(target.toAbsolutePath().getParent());
      try (FileChannel channel =
          FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        demandAlone(channel);
        read(channel, progress);
      }
      check();
      AtomicFile.replace(target, part);
      Files.deleteIfExists(state);
    } catch (IOException e) {
      throw new BadRequest(
          "%s cannot be written, %s; run it again when there is room, and it goes on"
              .formatted(target, DiskReason.of(e)),
          e);
    }
  }

  private void demandAlone(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return;
      }
    } catch (OverlappingFileLockException anotherThread) {
      // As another process.
    }
    throw new BadRequest(target + " is being pulled already; wait for it");
  }

  private void read(FileChannel channel, LongConsumer progress) throws IOException {
    long have = channel.size();
    if (have > 0 && have == file.bytes() && file.fingerprint().isPresent()) {
      return;
    }
    try (Web.Answer answer = web.get(file.address(), headers(have), 206, 416)) {
      if (answer.status() == 200 || begins(answer, have)) {
        take(answer, answer.status() == 200 ? 0 : have, channel, progress);
        return;
      }
    }
    // What is there is longer than the file has become, or the server gives another part of it.
    try (Web.Answer answer = web.get(file.address(), Map.of())) {
      take(answer, 0, channel, progress);
    }
  }

  private void take(Web.Answer answer, long from, FileChannel channel, LongConsumer progress)
      throws IOException {
    channel.truncate(from).position(from);
    Files.writeString(state, validator(answer));
    copy(answer, channel, progress);
  }

  /** Asks for the rest, where it is known to be of the same file. */
  private Map<String, String> headers(long have) throws IOException {
    Map<String, String> headers = new HashMap<>();
    String known = Files.exists(state) ? Files.readString(state) : "";
    if (have > 0 && (!known.isEmpty() || file.fingerprint().isPresent())) {
      headers.put("Range", "bytes=" + have + "-");
      if (!known.isEmpty()) {
        headers.put("If-Range", known);
      }
    }
    return headers;
  }

  private static boolean begins(Web.Answer answer, long at) {
    return answer
        .header("Content-Range")
        .filter(it -> it.startsWith("bytes " + at + "-"))
        .isPresent();
  }

  /** By which a server knows whether a file is the same; empty for none. */
  private static String validator(Web.Answer answer) {
    return answer
        .header("ETag")
        .filter(tag -> tag.startsWith("\""))
        .or(() -> answer.header("Last-Modified"))
        .orElse("");
  }

  private void copy(Web.Answer answer, FileChannel channel, LongConsumer progress)
      throws IOException {
    byte[] buffer = new byte[BUFFER];
    long have = channel.position();
    for (int n = next(answer, buffer, have); n >= 0; n = next(answer, buffer, have)) {
      ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, n);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      have += n;
      if (file.bytes() >= 0 && have > file.bytes()) {
        channel.truncate(0);
        throw new BadRequest(
            "%s is longer than the %d bytes that the server said; run it again"
                .formatted(file.address(), file.bytes()));
      }
      progress.accept(have);
    }
    if (file.bytes() >= 0 && have < file.bytes()) {
      throw brokenOff(have, Optional.empty());
    }
  }

  private int next(Web.Answer answer, byte[] buffer, long have) {
    try {
      return answer.body().read(buffer);
    } catch (IOException e) {
      throw brokenOff(have, Optional.of(e));
    }
  }

  private BadRequest brokenOff(long have, Optional<IOException> cause) {
    String of = file.bytes() < 0 ? "" : " of " + file.bytes();
    return new BadRequest(
        "%s broke off after %d%s bytes; run it again, and it goes on there"
            .formatted(file.name(), have, of),
        cause.orElse(null));
  }

  private void check() throws IOException {
    if (file.fingerprint().isPresent() && !file.fingerprint().get().isOf(part)) {
      Files.deleteIfExists(part);
      Files.deleteIfExists(state);
      throw new BadRequest(
          "%s came with another content than that of %s, so it was deleted; pull it again"
              .formatted(file.name(), file.fingerprint().get()));
    }
  }
}
