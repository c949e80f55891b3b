import { serve } from './client.ts';
import { createEngineClient } from './engine.ts';

serve(createEngineClient());
