package dev.kiln.plugin.embeddingcache;

import dev.kiln.spi.testkit.PluginArchitectureContract;

class EmbeddingCacheArchitectureTest extends PluginArchitectureContract {}
