package dev.kiln.host;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A folder for what is unfinished or lasts as long as its process: files are written in it and then
 * moved out, whole. A file in it stays locked while its owner lives, and the system frees the lock
 * however that ends. So a {@link #sweep} can tell what a killed process left, in another container
 * too, where process ids mean nothing.
 */
public final class ScratchFolder implements AutoCloseable {
  private static final String PREFIX = ".kiln-scratch-";
  private static final String LOCK = "lock";

  /** Where files cannot be locked, what nobody touched for so long has no owner. */
  private static final Duration ABANDONED = Duration.ofDays(1);

  private final Path folder;
  private final FileChannel lock;

  private ScratchFolder(Path folder, FileChannel lock) {
    this.folder = folder;
    this.lock = lock;
  }

  /**
   * Make one, which nobody else may read. An interrupt does not stop it.
   *
   * @param parent is made when it is missing; on the disk to which files are moved later
   */
  public static ScratchFolder in(Path parent) throws IOException {
    Files.createDirectories(parent);
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        Optional<ScratchFolder> made = locked(Files.createTempDirectory(parent, PREFIX + self()));
        if (made.isPresent()) {
          return made.get();
        }
        interrupted |= Thread.interrupted();
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Empty when a sweep took the folder before it was locked, or an interrupt came. */
  private static Optional<ScratchFolder> locked(Path folder) throws IOException {
    Path file = folder.resolve(LOCK);
    FileChannel lock;
    try {
      lock = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (NoSuchFileException swept) {
      return Optional.empty();
    } catch (IOException full) {
      deleteOne(folder);
      throw full;
    }
    ScratchFolder made = new ScratchFolder(folder, lock);
    try {
      lock.lock();
    } catch (ClosedByInterruptException | FileLockInterruptionException e) {
      made.close();
      return Optional.empty();
    } catch (IOException noLocksThere) {
      return Optional.of(made);
    }
    if (Files.exists(file)) {
      return Optional.of(made);
    }
    made.close();
    return Optional.empty();
  }

  /** A place in the folder. */
  public Path resolve(String name) {
    return folder.resolve(name);
  }

  public Path path() {
    return folder;
  }

  /** Delete it and what is still in it. */
  @Override
  public void close() {
    empty(folder);
    deleteOne(folder.resolve(LOCK));
    try {
      lock.close();
    } catch (IOException freeAlready) {
      // The rest is done all the same.
    }
    deleteOne(folder.resolve(LOCK));
    deleteOne(folder);
  }

  /** Delete the folders in a parent whose owners are dead. What cannot be deleted stays. */
  public static void sweep(Path parent) {
    try (DirectoryStream<Path> found = Files.newDirectoryStream(parent, PREFIX + "*")) {
      for (Path folder : found) {
        // Closing a file of this process's own would free its lock.
        if (!folder.getFileName().toString().startsWith(PREFIX + self()) && isMine(folder)) {
          sweepOne(folder);
        }
      }
    } catch (IOException | DirectoryIteratorException unreadable) {
      // Nothing can be deleted there either.
      return;
    }
  }

  private static void sweepOne(Path folder) {
    try (FileChannel lock =
        FileChannel.open(
            folder.resolve(LOCK), StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
      if (isFree(lock, folder)) {
        empty(folder);
        deleteOne(folder.resolve(LOCK));
        deleteOne(folder);
      }
    } catch (NoSuchFileException ownerEndedHere) {
      // Only an empty one can be deleted.
      deleteOne(folder);
    } catch (IOException notAllowed) {
      return;
    }
  }

  private static boolean isFree(FileChannel lock, Path folder) throws IOException {
    try {
      FileLock taken = lock.tryLock();
      return taken != null;
    } catch (IOException noLocksThere) {
      return Files.getLastModifiedTime(folder).toInstant().isBefore(Instant.now().minus(ABANDONED));
    }
  }

  /** In a folder for all, another user could put a link in the place of what is being deleted. */
  private static boolean isMine(Path folder) throws IOException {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    String owner = Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).getName();
    return !folder.startsWith(systemTemp())
        || owner.replaceFirst(".*\\\\", "").equals(System.getProperty("user.name"));
  }

  /** All but the lock. */
  private static void empty(Path folder) {
    try (DirectoryStream<Path> inner = Files.newDirectoryStream(folder)) {
      for (Path path : inner) {
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
          empty(path);
          deleteOne(path);
        } else if (!path.getFileName().toString().equals(LOCK)) {
          deleteOne(path);
        }
      }
    } catch (IOException | DirectoryIteratorException gone) {
      return;
    }
  }

  /** What a system keeps open files of is left to a later sweep. */
  private static void deleteOne(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException inUse) {
      return;
    }
  }

  /** The parent for what need not lie on a certain disk. */
  public static Path systemTemp() {
    return Path.of(System.getProperty("java.io.tmpdir"));
  }

  /** This process, and no later one with the same id. */
  private static String self() {
    ProcessHandle process = ProcessHandle.current();
    long start = process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    return process.pid() + "-" + Long.toString(start, 36) + "-";
  }
}
