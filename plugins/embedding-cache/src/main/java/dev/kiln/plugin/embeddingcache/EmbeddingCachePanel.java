package dev.kiln.plugin.embeddingcache;

import dev.kiln.spi.hook.Panel;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.pf4j.Extension;

/** The state of the cache on the web page, and a button that clears it. */
@Extension
@Singleton
public final class EmbeddingCachePanel implements Panel {
  @Inject
  EmbeddingCachePanel() {}

  @Override
  public String title() {
    return "Text embeddings on disk";
  }

  @Override
  public String html() {
    String path = EmbeddingCacheRoutes.PATH;
    return """
        <div data-get="%s">
          <p><span data-field="entries">–</span> chunks in <span data-field="bytes">–</span> bytes;
          found <span data-field="hits">–</span> times, computed
          <span data-field="misses">–</span> times.</p>
          <button type="button" data-delete="%s">Clear</button>
        </div>
        """
        .formatted(path, path);
  }
}
