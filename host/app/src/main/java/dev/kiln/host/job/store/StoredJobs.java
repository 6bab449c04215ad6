package dev.kiln.host.job.store;

import dev.kiln.host.job.FailureKind;
import dev.kiln.host.job.JobStore;
import dev.kiln.host.job.Outcome;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.GenerationResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Jobs in a file. The oldest that have ended go when there are too many. */
public final class StoredJobs implements JobStore {
  private static final Logger LOG = LoggerFactory.getLogger(StoredJobs.class);

  /** Their heads lie in memory. */
  private static final int MOST = 1000;

  /** So often is a job begun that does not end. */
  private static final int MOST_TRIES = 5;

  private final JobFile file;
  private final String path;
  private final long mostBytes;

  /** By number, so in the order of arrival. */
  private final TreeMap<Long, Head> heads;

  private long next;
  private boolean failed;

  /**
   * @param heads what the file has
   */
  StoredJobs(JobFile file, String path, TreeMap<Long, Head> heads, long mostBytes) {
    this.file = file;
    this.path = path;
    this.heads = heads;
    this.mostBytes = mostBytes;
    this.next = heads.isEmpty() ? 1 : heads.lastKey() + 1;
  }

  @Override
  public long add(Kept job) {
    GenerationResult made = job.end() == null ? null : job.end().outcome().result();
    return add(job, made == null ? List.of() : StoredResult.files(made));
  }

  private synchronized long add(Kept job, List<byte[]> files) {
    long number = next++;
    boolean kept =
        change(
            () -> {
              byte[] written = file.bytes(StoredRequest.of(job.request()));
              file.request(number, written);
              long asked = job.asked().toEpochMilli();
              Head head = Head.queued(job.id(), asked, job.files(), written.length);
              if (job.end() == null) {
                put(number, head);
              } else {
                put(number, ended(number, head, job.end(), files));
                trim(number);
              }
            });
    return kept ? number : 0;
  }

  @Override
  public synchronized void begun(long number) {
    Head head = heads.get(number);
    if (head != null) {
      change(
          () -> {
            put(number, head.begun(head.begun() + 1));
            List<Long> former =
                heads.headMap(number).entrySet().stream()
                    .filter(it -> it.getValue().ended() && it.getValue().id().equals(head.id()))
                    .map(Map.Entry::getKey)
                    .toList();
            former.forEach(this::drop);
          });
    }
  }

  @Override
  public synchronized void postponed(long number) {
    Head head = heads.get(number);
    if (head != null) {
      change(() -> put(number, head.begun(0)));
    }
  }

  @Override
  public void ended(long number, double seconds, Outcome outcome) {
    if (number == 0) {
      return;
    }
    GenerationResult result = outcome.result();
    // Encoded before others have to wait.
    List<byte[]> files = result == null ? List.of() : StoredResult.files(result);
    synchronized (this) {
      Head head = heads.get(number);
      if (head != null) {
        change(
            () -> {
              put(number, ended(number, head, new End(seconds, outcome), files));
              trim(number);
            });
        change(file::compact);
      }
    }
  }

  private Head ended(long number, Head head, End end, List<byte[]> files) {
    GenerationResult result = end.outcome().result();
    if (result != null) {
      long bytes = file.result(number, StoredResult.of(result), files);
      return head.done(end.seconds(), result.images().size(), files.size(), bytes);
    }
    file.empty(number, 0);
    RuntimeException problem = end.outcome().problem();
    return head.failed(
        end.seconds(), FailureKind.of(problem), String.valueOf(problem.getMessage()));
  }

  @Override
  public synchronized void saved(long number) {
    Head head = heads.get(number);
    if (head != null) {
      change(() -> put(number, head.saved()));
    }
  }

  @Override
  public synchronized List<Kept> unsaved() {
    return new TreeMap<>(heads)
        .entrySet().stream()
            .filter(it -> it.getValue().ended() && it.getValue().files() != null)
            .flatMap(it -> read(it.getKey(), it.getValue()).stream())
            .toList();
  }

  @Override
  public synchronized void forget(long number) {
    if (heads.containsKey(number)) {
      change(() -> drop(number));
    }
  }

  /** The newest always stays. */
  private void trim(long newest) {
    while (heads.size() > MOST || bytes() > mostBytes) {
      Optional<Long> oldest =
          heads.entrySet().stream()
              .filter(it -> it.getValue().ended() && it.getKey() != newest)
              .map(Map.Entry::getKey)
              .findFirst();
      if (oldest.isEmpty()) {
        return;
      }
      drop(oldest.get());
    }
  }

  private long bytes() {
    return heads.values().stream().mapToLong(Head::bytes).sum();
  }

  private void put(long number, Head head) {
    heads.put(number, head);
    file.head(number, head);
  }

  private void drop(long number) {
    Head head = heads.remove(number);
    file.remove(number, head.parts());
  }

  /** Whether a change lies on the disk. */
  private boolean change(Runnable change) {
    if (failed) {
      return false;
    }
    try {
      change.run();
      file.commit();
      return true;
    } catch (RuntimeException e) {
      // What the file's library throws, whose causes are many: the disk is full, or gone.
      failed = true;
      heads.clear();
      file.abandon();
      LOG.warn(
          "{} cannot be written ({}); jobs of this server are kept in memory alone until it is"
              + " started again",
          path,
          e.getMessage());
      return false;
    }
  }

  @Override
  public synchronized List<Kept> unfinished() {
    List<Kept> all = new ArrayList<>();
    // A copy: what cannot be read is forgotten.
    new TreeMap<>(heads)
        .forEach(
            (number, head) -> {
              if (head.begun() >= MOST_TRIES) {
                giveUp(number, head);
              } else if (!head.ended()) {
                read(number, head).ifPresent(all::add);
              }
            });
    return all;
  }

  private void giveUp(long number, Head head) {
    String sentence =
        "Kiln ended %d times while it drew this, and does not try again; ask for less, or see its log for why"
            .formatted(head.begun());
    LOG.warn("job {}: {}", head.id(), sentence);
    ended(number, 0, new Outcome(null, FailureKind.OUT_OF_RESOURCES.failure(sentence)));
  }

  @Override
  public Optional<Kept> finished(String id) {
    return last(id).flatMap(found -> read(found.getKey(), found.getValue()));
  }

  private synchronized Optional<Map.Entry<Long, Head>> last(String id) {
    return heads.descendingMap().entrySet().stream()
        .filter(it -> it.getValue().ended() && it.getValue().id().equals(id))
        .findFirst()
        .map(it -> Map.entry(it.getKey(), it.getValue()));
  }

  /** Empty for one that is damaged, which is forgotten then. */
  private Optional<Kept> read(long number, Head head) {
    try {
      return Optional.of(contents(number, head));
    } catch (RuntimeException e) {
      LOG.warn("job {} cannot be read from {} ({}); it is left out", head.id(), path, e.toString());
      forget(number);
      return Optional.empty();
    }
  }

  private Kept contents(long number, Head head) {
    Instant asked = Instant.ofEpochMilli(head.asked());
    if (!head.ended()) {
      GenerationRequest request = file.request(number).request();
      return new Kept(number, head.id(), asked, request, head.files(), null);
    }
    Outcome outcome = outcome(number, head);
    GenerationRequest request =
        outcome.result() == null ? GenerationRequest.of("").build() : outcome.result().request();
    return new Kept(
        number, head.id(), asked, request, head.files(), new End(head.seconds(), outcome));
  }

  private Outcome outcome(long number, Head head) {
    return head.failure() == null
        ? new Outcome(file.result(number).result(index -> file.picture(number, index)), null)
        : new Outcome(null, head.failure().failure(head.message()));
  }

  @Override
  public synchronized List<JobLine> lines() {
    return heads.descendingMap().entrySet().stream()
        .filter(it -> it.getValue().ended())
        .map(it -> line(it.getKey(), it.getValue()))
        .toList();
  }

  private static JobLine line(long number, Head head) {
    Instant asked = Instant.ofEpochMilli(head.asked());
    return new JobLine(number, head.id(), head.state(), asked, head.images());
  }

  @Override
  public synchronized void close() {
    if (!failed) {
      failed = true;
      heads.clear();
      file.close();
    }
  }
}
