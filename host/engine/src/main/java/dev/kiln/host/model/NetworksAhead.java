package dev.kiln.host.model;

import dev.kiln.host.JsonMap;
import dev.kiln.host.Sha256;
import dev.kiln.host.model.prepared.PreparedKey;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.graph.NetworkKind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Opens the networks that a process used last in a generation like this one, on threads beside the
 * one that wakes plugins and plans. A guess: what is planned differently is closed unused. At the
 * end of the generation, what it used is remembered for the next process.
 */
public final class NetworksAhead implements AutoCloseable {
  /** The longest first: who plans takes the others meanwhile. */
  private static final List<NetworkKind> ORDER =
      List.of(
          NetworkKind.UNET,
          NetworkKind.VAE_DECODER,
          NetworkKind.TEXT_ENCODER,
          NetworkKind.VAE_ENCODER);

  /** Generations that are told apart; older ones are forgotten all together. */
  private static final int MOST = 100;

  private final PreparedSessions sessions;
  private final ModelSource model;
  private final JsonMap<String> last;
  private final String like;
  private final List<String> begun = new ArrayList<>();

  private NetworksAhead(
      PreparedSessions sessions, ModelSource model, JsonMap<String> last, String like) {
    this.sessions = sessions;
    this.model = model;
    this.last = last;
    this.like = like;
  }

  /**
   * Begin to open.
   *
   * @param last networks by generation
   * @param like equal for generations of the model that are likely to use the same networks
   */
  static NetworksAhead begin(
      PreparedSessions sessions, ModelSource model, JsonMap<String> last, String like) {
    String whole = SourceStamp.of(model) + " " + like;
    String hash = Sha256.of(whole.getBytes(StandardCharsets.UTF_8));
    NetworksAhead ahead = new NetworksAhead(sessions, model, last, hash);
    ahead.begin();
    return ahead;
  }

  private void begin() {
    Queue<SessionAhead> openings = new ConcurrentLinkedQueue<>();
    for (String one : last.values().getOrDefault(like, "").split(" ")) {
      for (NetworkKind kind : ORDER) {
        if (one.startsWith(kind + ":")) {
          openings.addAll(opening(kind, one.substring(kind.name().length() + 1)));
        }
      }
    }
    int threads = Math.min(openings.size(), Math.max(1, cores() - 1));
    for (int i = 0; i < threads; i++) {
      Thread thread = new Thread(() -> openAll(openings), "kiln-networks-ahead-" + i);
      thread.setDaemon(true);
      thread.start();
    }
  }

  private List<SessionAhead> opening(NetworkKind kind, String form) {
    try {
      Path file = model.files(kind).get(0);
      PreparedKey key = new PreparedKey(sessions.network(model, kind), form);
      begun.add(form);
      return List.of(sessions.ahead(key, file));
    } catch (BadRequest missing) {
      // Which is told when it is needed.
      return List.of();
    }
  }

  private static int cores() {
    return Runtime.getRuntime().availableProcessors();
  }

  private static void openAll(Queue<SessionAhead> openings) {
    for (SessionAhead one = openings.poll(); one != null; one = openings.poll()) {
      one.open();
    }
  }

  @Override
  public void close() {
    begun.forEach(sessions::giveUp);
    Map<String, String> forms = sessions.used();
    if (forms.containsKey(sessions.network(model, NetworkKind.UNET))) {
      remember(forms);
    }
  }

  private void remember(Map<String, String> forms) {
    StringBuilder used = new StringBuilder();
    for (NetworkKind kind : ORDER) {
      String form = forms.get(sessions.network(model, kind));
      if (form != null) {
        used.append(kind).append(':').append(form).append(' ');
      }
    }
    String now = used.toString().strip();
    if (!now.equals(last.values().getOrDefault(like, ""))) {
      if (last.values().size() >= MOST) {
        last.values().clear();
      }
      last.values().put(like, now);
      last.save();
    }
  }
}
