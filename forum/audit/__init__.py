"""The chained log of every act of moderation and administration."""
