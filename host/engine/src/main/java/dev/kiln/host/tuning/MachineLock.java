package dev.kiln.host.tuning;

import dev.kiln.host.OutOfResources;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.QuietMachine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One file that the processes of a home lock: all that make pictures share it, one that measures
 * has it alone. The system frees it with the process, however that ends. Safe from any thread.
 */
public final class MachineLock implements QuietMachine {
  /** The process that started this one, by its id: what it holds does not stop this one. */
  public static final String PARENT = "kiln.parent";

  // Behind the text, which others read on systems where a lock forbids reading.
  private static final long LOCKED_BYTE = 1L << 40;
  private static final Share UNLOCKED = () -> {};

  private final Path file;
  private @Nullable FileChannel channel;
  private @Nullable FileLock lock;
  private int shares;
  private boolean held;

  /**
   * @param file is made when it is first needed
   */
  public MachineLock(Path file) {
    this.file = file;
  }

  /** The time in which no other process measures. */
  interface Share extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Where the file cannot be locked, as in a home that cannot be written, nothing is kept apart.
   *
   * @throws OutOfResources when another process measures
   */
  synchronized Share share() {
    if (held || shares > 0) {
      shares++;
      return this::unshare;
    }
    try {
      if (!lock(true)) {
        Optional<Holder> other = holder();
        if (other.isPresent() && !other.get().isParent()) {
          throw new OutOfResources(
              other.get().describe() + " is measuring; wait for its end or stop it");
        }
        return UNLOCKED;
      }
    } catch (IOException | OverlappingFileLockException e) {
      return UNLOCKED;
    }
    shares = 1;
    return this::unshare;
  }

  @Override
  public synchronized Hold hold(String purpose) {
    if (held || shares > 0) {
      throw new BadRequest(
          "this process " + (held ? "measures" : "makes pictures") + " already; wait for its end");
    }
    try {
      if (!lock(false)) {
        throw new BadRequest(
            holder()
                    .map(it -> it.describe() + " is measuring")
                    .orElse("another Kiln makes pictures")
                + "; wait for its end or stop it");
      }
      write(ProcessHandle.current().pid() + " " + purpose);
    } catch (IOException | OverlappingFileLockException e) {
      unlock();
      throw new BadRequest(
          "%s cannot be locked (%s); name another home with --home".formatted(file, e), e);
    }
    held = true;
    return this::release;
  }

  private synchronized void unshare() {
    shares--;
    if (shares == 0 && !held) {
      unlock();
    }
  }

  private synchronized void release() {
    if (held) {
      held = false;
      unlock();
    }
  }

  private boolean lock(boolean shared) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      lock = channel.tryLock(LOCKED_BYTE, 1, shared);
    } finally {
      if (lock == null) {
        unlock();
      }
    }
    return lock != null;
  }

  private void write(String text) throws IOException {
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 0);
  }

  /** Closing the channel frees the lock. */
  private void unlock() {
    lock = null;
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        throw new OutOfResources(file + " cannot be unlocked: " + e.getMessage(), e);
      }
      channel = null;
    }
  }

  /** Who wrote itself into the file last and still runs. */
  private Optional<Holder> holder() {
    try {
      return Holder.parse(Files.readString(file, StandardCharsets.UTF_8));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private record Holder(long process, String purpose) {
    static Optional<Holder> parse(String text) {
      String[] parts = text.split(" ", 2);
      return parts.length == 2 && parts[0].matches("\\d{1,18}")
          ? Optional.of(new Holder(Long.parseLong(parts[0]), parts[1])).filter(Holder::runs)
          : Optional.empty();
    }

    boolean runs() {
      return ProcessHandle.of(process).isPresent();
    }

    boolean isParent() {
      return String.valueOf(process).equals(System.getProperty(PARENT));
    }

    String describe() {
      return purpose + " (process " + process + ")";
    }
  }
}
