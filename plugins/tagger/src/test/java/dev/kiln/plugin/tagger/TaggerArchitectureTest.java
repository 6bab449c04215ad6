package dev.kiln.plugin.tagger;

import dev.kiln.spi.testkit.PluginArchitectureContract;

class TaggerArchitectureTest extends PluginArchitectureContract {}
